import type { RecordColumn } from "../../columns/index.ts";
import { fail, isJagradError } from "../../errors.ts";
import { pathOfSlot, slotOf } from "../../lambda/index.ts";
import { add } from "../../primitives/index.ts";
import type { Equation, Pass } from "../../program/index.ts";
import { leafAt } from "../columns.ts";
import type { Environment, Rows } from "../environment.ts";
import type { Join } from "../join.ts";
import type { Feed, Kernel } from "../lane.ts";
import type { Workers } from "../workers.ts";
import { reducerOf, sizeOf } from "./accumulators.ts";
import { type Adding, adding } from "./adding.ts";
import { type Arena, arenaOf } from "./arena.ts";
import { callable, namesOf } from "./called.ts";
import { type Alone, addOne, mostEvents } from "./chunk.ts";
import { chunkOf, chunksOf } from "./chunk-of.ts";
import type { Width } from "./features.ts";
import { type Instance, instantiate, placesOf } from "./instance.ts";
import { leavesOf } from "./slots.ts";
import { type Stored, storedAs } from "./stored.ts";
import { type Joining, sumsAnywhere, sumsHere } from "./sums.ts";
import { type KernelCode, type Room, writeKernel } from "./write-kernel.ts";

/** Events that are copied and added up by themselves. */
const fewEvents = 4096;

/**
 * How many events are added up by themselves before they are joined to those before, in order: more where there are so
 * many sums that joining them would cost more than the events.
 */
const eventsPerSum = ({ accumulators }: Pass): number =>
  accumulators.reduce((total, equation) => total + sizeOf(equation), 0) <= 4096 ? fewEvents : 8 * fewEvents;

/** The most elements that any axis but that of events may have in one tile, at first and at last. */
const usualItems = 8192;
const mostItems = 2 ** 24;
const roomFor = (items: number): Room => ({ events: mostEvents, items });

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

interface Made {
  readonly code: KernelCode;
  readonly instance: Instance;
  /** What the instance runs now, for memory that threads share. */
  readonly shared: () => Uint8Array<ArrayBuffer>;
}

const givenOf = ({ given: places }: KernelCode, given: Environment): Float64Array => {
  const all = new Float64Array(places.reduce((sum, { size }) => sum + size, 0));
  let from = 0;
  for (const { id, size } of places) {
    const values = given.get(id);
    if (!values) throw fail("E_SHAPE", { what: `variable ${id} was not handed in` });
    if (size === 1) all[from] = values[0] ?? 0;
    else all.set(values.subarray(0, size), from);
    from += size;
  }
  return all;
};

const stepOf = (equation: Equation): Join | undefined => {
  const step = reducerOf(equation)?.step;
  return step && step !== add.primitive ? (step.evaluate as unknown as Join) : undefined;
};

type Columns = ReadonlyMap<string, Stored>;

/** The kernel of a pass for columns that are stored in some way. */
const kernelFor = (pass: Pass, width: Width, stored: Columns): Kernel => {
  const made = new Map<number, Made>();
  const madeFor = (items: number): Made => {
    const known = made.get(items);
    if (known) return known;
    const write = (isHopeful: boolean): KernelCode => writeKernel(pass, width, roomFor(items), stored, isHopeful);
    const code = write(items === usualItems);
    let running = code;
    const otherwise = (): Uint8Array<ArrayBuffer> => {
      running = write(false);
      return running.bytes;
    };
    const functions = code.called.map(callable);
    const instance = instantiate(code.bytes, code, functions, code.mayDoubt ? otherwise : undefined);
    const fresh: Made = { code, instance, shared: () => running.shared() };
    made.set(items, fresh);
    return fresh;
  };
  const starts = pass.accumulators.map((equation) => Number(reducerOf(equation)?.start ?? 0));
  const joining: Joining = { steps: pass.accumulators.map(stepOf), most: eventsPerSum(pass) };
  const { code, instance, shared } = madeFor(usualItems);
  const idle: Arena[] = [];

  /** One event that needs more room than a tile has. */
  const alone: Alone = (chunk, event, partial) => {
    for (let items = 4 * usualItems; items <= mostItems; items *= 4)
      if (addOne(madeFor(items).instance, chunk, event, partial)) return;
    throw fail("E_LIMIT", {
      what: `one event has more than ${mostItems} items or tuples of items`,
      cure: "filter or slice the lists before they are combined",
    });
  };

  const here = (): Adding => adding(instance, starts, { alone });

  return (accumulators, workers?: Workers): Feed => {
    const functions = workers && namesOf(code.called);
    const work = functions && {
      kernel: { bytes: shared(), places: placesOf(code), functions, starts },
      here,
    };
    const sums = work ? sumsAnywhere(() => workers.share(work), joining) : sumsHere(here(), accumulators, joining);
    let given: Environment | undefined;
    let numbers: Float64Array = new Float64Array(0);
    let used: Arena | undefined;

    const endOfRows = (): void => {
      if (!used) return;
      flush(used);
      idle.push(used);
      used = undefined;
    };

    const flush = (arena: Arena): void => {
      if (arena.events() === 0) return;
      sums.add(chunkOf(arena, numbers));
      arena.clear();
    };

    return {
      add: (rows: Rows, values) => {
        if (values !== given) numbers = givenOf(code, values);
        given = values;
        used ??= idle.pop() ?? arenaOf(code.leaves, code.lists, around);
        const arena = used;
        const chunkFrom = chunksOf(arena, rows, numbers);
        for (let from = rows.from; from < rows.to; ) {
          const to = Math.min(rows.to, from + fewEvents - arena.events());
          if (to - from === fewEvents) sums.add(chunkFrom(from, to));
          else arena.add(rows, from, to);
          from = to;
          if (arena.events() === fewEvents) flush(arena);
        }
      },
      end: () => {
        endOfRows();
        return sums.end();
      },
      take: () => {
        endOfRows();
        return sums.take();
      },
    };
  };
};

const isRefused = (error: unknown): boolean => isJagradError(error) && error.code === "E_UPSTREAM";

/**
 * The kernel of a pass in WebAssembly, made when it is first run: only then is known how its columns are stored.
 * @param otherwise - makes a kernel for where the engine refuses this one
 */
export const kernelOf = (pass: Pass, width: Width, otherwise: () => Kernel): Kernel => {
  const slots = leavesOf(pass.program.inputs).flatMap(({ kind, slot }) => (kind === "leaf" ? [slot] : []));
  const kernels = new Map<string, Kernel>();
  const kernelOr = (make: () => Kernel): Kernel => {
    try {
      return make();
    } catch (error) {
      if (isRefused(error)) return otherwise();
      throw error;
    }
  };
  const kernelIn = (columns: RecordColumn): Kernel => {
    const stored = slots.map((slot) => storedAs(leafAt(columns, slot).values));
    const key = stored.join(" ");
    const known = kernels.get(key);
    if (known) return known;
    const made = kernelOr(() => kernelFor(pass, width, new Map(slots.map((slot, k) => [slot, stored[k] ?? "f64"]))));
    kernels.set(key, made);
    return made;
  };
  return (accumulators, workers) => {
    let kernel: Kernel | undefined;
    let feed: Feed | undefined;
    return {
      add: (rows, given) => {
        const own = kernelIn(rows.columns);
        if (kernel && kernel !== own)
          throw fail("E_SCHEMA", {
            what: "two batches of one stream hold the numbers of a column in different types",
            cure: "all batches of a stream need one schema",
          });
        kernel = own;
        feed ??= own(accumulators, workers);
        feed.add(rows, given);
      },
      end: () => feed?.end(),
      take: () => feed?.take?.(),
    };
  };
};
