import { fail } from "../../errors.ts";
import { pathOfSlot, slotOf } from "../../lambda/index.ts";
import { add, contests, earlier, moments, reducers, scatter } from "../../primitives/index.ts";
import type { Equation, Pass, Primal } from "../../program/index.ts";
import type { Environment, Rows } from "../environment.ts";
import { type Join, join } from "../join.ts";
import { jsLane } from "../js-lane.ts";
import type { Feed, Kernel, Lane } from "../lane.ts";
import { improved } from "../passes/index.ts";
import { reducerOf, sizeOf } from "./accumulators.ts";
import { arenaOf } from "./arena.ts";
import { type Width, widest } from "./features.ts";
import { known } from "./values.ts";
import { type KernelCode, type Room, writeKernel } from "./write-kernel.ts";
import type { Called } from "./writer.ts";

/** Events that are copied into memory together. */
const chunk = 4096;

/**
 * How many events are added up by themselves before they are joined to those before, in order: more where there are so
 * many sums that joining them would cost more than the events.
 */
const eventsPerSum = ({ accumulators }: Pass): number =>
  accumulators.reduce((total, equation) => total + sizeOf(equation), 0) <= 4096 ? chunk : 8 * chunk;

/** A tile at first, and the most elements that any axis may have in one tile. */
const mostEvents = 512;
const roomFor = (items: number): Room => ({ events: mostEvents, items });
const usualItems = 8192;
const mostItems = 2 ** 24;

const pageSize = 65_536;

const canBe = (equation: Equation): boolean => {
  const { primitive, output, inputs } = equation;
  const isSimple =
    primitive.kind === "elementwise" ||
    known.has(primitive) ||
    primitive.name === "broadcast" ||
    primitive === earlier ||
    primitive === scatter ||
    primitive === moments ||
    contests.has(primitive) ||
    reducers.has(primitive);
  const isWhole = [output, ...inputs].some(({ dtype }) => dtype === "i64");
  return isSimple && !isWhole;
};

/** True for a pass that this lane has instructions for; others are left to generated JavaScript. */
const isPossible = ({ program, accumulators }: Pass): boolean =>
  program.equations.every(canBe) &&
  program.inputs.every(({ variable }) => variable.dtype !== "i64") &&
  accumulators.every((equation) => typeof (reducerOf(equation)?.start ?? 0) === "number");

const imported = ({ f, inputs }: Called): ((...given: readonly number[]) => number) => {
  const call = f as unknown as (...given: readonly Primal[]) => Primal;
  if (!inputs.includes("truth")) return (...given) => Number(call(...given));
  return (...given) => Number(call(...given.map((x, k) => (inputs[k] === "truth" ? x !== 0 : x))));
};

/** A compiled kernel in its memory. */
interface Instance {
  readonly code: KernelCode;
  readonly memory: WebAssembly.Memory;
  readonly tile: (first: number, events: number) => number;
}

const instantiate = (code: KernelCode): Instance => {
  try {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(code.size / pageSize) });
    const env: WebAssembly.ModuleImports = { memory };
    for (const [k, called] of code.called.entries()) env[`f${k}`] = imported(called);
    const { exports } = new WebAssembly.Instance(new WebAssembly.Module(code.bytes), { env });
    new Uint32Array(memory.buffer, code.tail, 8).set([-1, -1, -1, -1, -1, -1, 0, 0]);
    return { code, memory, tile: exports.tile as Instance["tile"] };
  } catch (cause) {
    throw fail("E_UPSTREAM", { what: "a WebAssembly kernel could not be made", cause });
  }
};

/** The slots of the lists around a slot, outermost first. */
const listsAround = (slot: string): readonly string[] => {
  const path = pathOfSlot(slot);
  return path.flatMap((part, k) => (part === 0 ? [slotOf(path.slice(0, k))] : []));
};

const around = (() => {
  const found = new Map<string, readonly string[]>();
  return (slot: string): readonly string[] => {
    const lists = found.get(slot) ?? listsAround(slot);
    found.set(slot, lists);
    return lists;
  };
})();

const kernelOf = (pass: Pass, width: Width): Kernel => {
  const instances = new Map<number, Instance>();
  const most = eventsPerSum(pass);
  const instanceOf = (items: number): Instance => {
    const instance = instances.get(items) ?? instantiate(writeKernel(pass, width, roomFor(items), { shared: false }));
    instances.set(items, instance);
    return instance;
  };
  return (accumulators): Feed => {
    const { code } = instanceOf(usualItems);
    const arena = arenaOf(code.leaves, code.lists, around);
    let given: Environment = new Map();

    /** Copies a chunk into the memory of a kernel, and gives back the places of its sums. */
    const load = ({ code, memory }: Instance): void => {
      const sizes = [
        ...arena.leaves.map(({ length }) => 8 * (length + 4)),
        ...arena.lists.map(({ length }) => 4 * (length + 4)),
      ];
      const size = code.size + sizes.reduce((sum, n) => sum + ((n + 15) & ~15), 0);
      if (size > memory.buffer.byteLength) {
        try {
          memory.grow(Math.ceil((size - memory.buffer.byteLength) / pageSize));
        } catch (cause) {
          throw fail("E_LIMIT", {
            what: `a chunk of ${arena.events()} events needs ${size} bytes of WebAssembly memory, which cannot grow so far`,
            cause,
          });
        }
      }
      const { buffer } = memory;
      const header = new Uint32Array(buffer, code.header, 256);
      let at = code.size;
      for (const [k, { values, length }] of arena.leaves.entries()) {
        new Float64Array(buffer, at, length).set(values.subarray(0, length));
        header[k] = at;
        at += (8 * (length + 4) + 15) & ~15;
      }
      for (const [k, { values, length }] of arena.lists.entries()) {
        new Int32Array(buffer, at, length + 4).fill(values[length - 1] ?? 0).set(values.subarray(0, length));
        header[255 - k] = at;
        at += (4 * (length + 4) + 15) & ~15;
      }
      for (const { id, at, size } of code.given) {
        const values = given.get(id);
        if (!values) throw fail("E_SHAPE", { what: `variable ${id} was not handed in` });
        const target = new Float64Array(buffer, at, size + 1);
        target.set(values.subarray(0, size));
        target[size] = Number.NaN;
      }
    };

    const stepOf = (k: number): Join | undefined => {
      const equation = pass.accumulators[k];
      const step = equation && reducerOf(equation)?.step;
      return step && step !== add.primitive ? (step.evaluate as unknown as Join) : undefined;
    };

    const startOf = (k: number): number => {
      const equation = pass.accumulators[k];
      return Number((equation && reducerOf(equation)?.start) ?? 0);
    };

    const partial = code.accumulators.map(({ size }) => new Float64Array(size));
    let added = 0;

    /** Adds up the events of a chunk, tile by tile: a tile that is too full is halved, and one event gets more room. */
    const flush = (): void => {
      const events = arena.events();
      if (events === 0) return;
      const usual = instanceOf(usualItems);
      load(usual);
      if (added === 0) {
        for (const [k, part] of partial.entries()) part.fill(startOf(k));
        put(usual, partial);
      }
      let tile = mostEvents;
      for (let first = 0; first < events; ) {
        const n = Math.min(tile, events - first);
        if (usual.tile(first, n) === 0) first += n;
        else if (n > 1) tile = Math.ceil(n / 2);
        else {
          take(usual, partial);
          alone(first, partial);
          put(usual, partial);
          first += 1;
        }
      }
      arena.clear();
      added += events;
      if (added === most) settle();
    };

    /** Joins what was added up to the sums before. */
    const settle = (): void => {
      if (added === 0) return;
      take(instanceOf(usualItems), partial);
      for (const [k, part] of partial.entries()) join(accumulators[k] ?? part, part, stepOf(k));
      added = 0;
    };

    const put = ({ code, memory }: Instance, partial: readonly Float64Array[]): void => {
      for (const [k, { at, size }] of code.accumulators.entries())
        new Float64Array(memory.buffer, at, size).set(partial[k] ?? []);
    };

    const take = ({ code, memory }: Instance, partial: readonly Float64Array[]): void => {
      for (const [k, { at, size }] of code.accumulators.entries())
        partial[k]?.set(new Float64Array(memory.buffer, at, size));
    };

    /** One event that needs more room than a tile has. */
    const alone = (event: number, partial: readonly Float64Array[]): void => {
      for (let items = 4 * usualItems; items <= mostItems; items *= 4) {
        const instance = instanceOf(items);
        load(instance);
        put(instance, partial);
        if (instance.tile(event, 1) !== 0) continue;
        take(instance, partial);
        return;
      }
      throw fail("E_LIMIT", {
        what: `one event has more than ${mostItems} items or tuples of items`,
        cure: "filter or slice the lists before they are combined",
      });
    };

    return {
      add: (rows: Rows, values) => {
        given = values;
        for (let from = rows.from; from < rows.to; ) {
          const to = Math.min(rows.to, from + chunk - arena.events());
          arena.add(rows, from, to);
          from = to;
          if (arena.events() === chunk) flush();
        }
      },
      end: () => {
        flush();
        settle();
      },
    };
  };
};

/** WebAssembly, in loops over tiles of events; what it cannot do, and where there is none, is generated JavaScript. */
export const wasmLane: Lane = {
  name: "wasm",
  approximates: true,
  prepare: (pass) => {
    const width = widest();
    return width && isPossible(pass) ? kernelOf(improved(pass), width) : jsLane.prepare(pass);
  },
};

/** The same with numbers of a given width. */
export const wasmLaneOf = (width: Width): Lane => ({
  name: `wasm ${width}`,
  approximates: true,
  prepare: (pass) => (isPossible(pass) ? kernelOf(improved(pass), width) : jsLane.prepare(pass)),
});
