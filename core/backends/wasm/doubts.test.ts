import { describe, expect, it } from "vitest";
import type { Column, RecordColumn } from "../../columns/index.ts";
import { slotOf } from "../../lambda/index.ts";
import { add, lt, mul, sumTo, weigh, where } from "../../primitives/index.ts";
import { type Atom, type Axis, type Builder, builder, constant, type Pass } from "../../program/index.ts";
import { plan } from "../../transforms/index.ts";
import { interpreterLane } from "../interpreter-lane.ts";
import type { Lane } from "../lane.ts";
import type { Workers } from "../workers.ts";
import { adding } from "./adding.ts";
import { wasmLaneOf } from "./index.ts";
import { instanceIn } from "./instance.ts";
import { writeKernel } from "./write-kernel.ts";

const widths = ["f64", "f64x2", "f64x2+fma"] as const;
const count = 1301;
const names = ["x", "y", "z"] as const;
type Numbers = Readonly<Record<(typeof names)[number], Float64Array>>;

const columnsOf = (numbers: Numbers): RecordColumn => ({
  kind: "record",
  fields: new Map(names.map((name): [string, Column] => [name, { kind: "leaf", dtype: "f64", values: numbers[name] }])),
});

/** Small whole numbers, whose sums of products are exact, zeros among them. */
const plain = (): Numbers => {
  const numbers = (step: number) => Float64Array.from({ length: count }, (_, i) => ((i * step) % 7) - 3);
  return { x: numbers(3), y: numbers(5), z: numbers(4) };
};

/** The same with other numbers at an event. */
const withAt = (event: number, x: number, y: number, z: number): Numbers => {
  const numbers = plain();
  numbers.x[event] = x;
  numbers.y[event] = y;
  numbers.z[event] = z;
  return numbers;
};

/** What is added up over the events, made of products in which a zero wins. */
type Terms = (b: Builder, x: Atom, y: Atom, z: Atom) => readonly Atom[];

const passOf = (terms: Terms): Pass => {
  const b = builder();
  const axis: Axis = b.axis("event", { kind: "events" }, {});
  const [x, y, z] = names.map((name) => b.input({ kind: "column", slot: slotOf([name]) }, "f64", axis));
  if (!x || !y || !z) throw new TypeError("there are three columns");
  const { pass } = plan(b.program(terms(b, x, y, z).map((term) => sumTo(b, term, axis, null))));
  if (!pass) throw new TypeError("events are summed");
  return pass;
};

/** Products that are added up, one of them after more arithmetic. */
const added: Terms = (b, x, y, z) => {
  const p = b.emit(weigh.primitive, [x, y]);
  return [p, b.emit(add.primitive, [b.emit(weigh.primitive, [p, z]), b.emit(mul.primitive, [y, constant(2)])])];
};

/** Products that are only compared, which hides a NaN. */
const compared: Terms = (b, x, y, z) => {
  const isBelow = (product: Atom): Atom => b.emit(lt.primitive, [product, constant(1)]);
  const [p, q] = [b.emit(weigh.primitive, [x, y]), b.emit(weigh.primitive, [x, z])];
  return [p, q].map((product) => b.emit(where.primitive, [isBelow(product), constant(1), constant(64)]));
};

const passes = [
  ["added up", passOf(added)],
  ["compared", passOf(compared)],
] as const;

const sumsOn = (lane: Lane, pass: Pass, each: readonly Numbers[], workers?: Workers): number[][] => {
  const kernel = lane.prepare(pass);
  return each.map((numbers) => {
    const totals = pass.accumulators.map(() => new Float64Array(1));
    const feed = kernel(totals, workers);
    feed.add({ columns: columnsOf(numbers), from: 0, to: count, first: 0 }, new Map());
    const sums = feed.end()?.take() ?? totals;
    return sums.map(([sum = 0]) => sum);
  });
};

const { NaN: none, POSITIVE_INFINITY: infinite } = Number;

/** Events at the beginning, in a second tile, and the last one, which has a vector for itself. */
const cases = [0, 777, count - 1].flatMap((event) => [
  withAt(event, 0, none, 2),
  withAt(event, infinite, 0, 2),
  withAt(event, none, 0, 0),
  withAt(event, none, 1, 2),
  withAt(event, 2, infinite, -1),
]);

const kernelOf = (pass: Pass, width: (typeof widths)[number], isHopeful: boolean) =>
  writeKernel(pass, width, { events: 512, items: 8192 }, new Map(), isHopeful);

describe.each(widths)("a zero wins over infinity and NaN, %s", (width) => {
  it.each(passes)("where products are %s, also after the kernel was in doubt", (_name, pass) => {
    const each = [plain(), ...cases, plain()];
    expect(sumsOn(wasmLaneOf(width), pass, each)).toEqual(sumsOn(interpreterLane, pass, each));
    for (const numbers of cases)
      expect(sumsOn(wasmLaneOf(width), pass, [numbers])).toEqual(sumsOn(interpreterLane, pass, [numbers]));
  });

  it.each(passes)(
    "where products are %s by a kernel that may doubt, in the places of one that does not",
    (_name, pass) => {
      const [hopeful, careful] = [kernelOf(pass, width, true), kernelOf(pass, width, false)];
      expect([hopeful.mayDoubt, careful.mayDoubt]).toEqual([true, false]);
      const { bytes, shared, mayDoubt, ...places } = hopeful;
      expect(careful).toMatchObject(places);
      expect(bytes).not.toEqual(careful.bytes);
    },
  );

  it("by a kernel that never doubts where there is only one product", () => {
    const one = passOf((b, x, y) => [b.emit(weigh.primitive, [x, y])]);
    expect(kernelOf(one, width, true).mayDoubt).toBe(false);
  });

  it("on a thread that has only the kernel that doubts, and hands its chunk back", () => {
    const handed = { back: 0 };
    const workers: Workers = {
      share: ({ kernel: { bytes, places, starts }, here }) => {
        const memory = new WebAssembly.Memory({ initial: 64, maximum: 64, shared: true });
        const instance = instanceIn(memory, new WebAssembly.Module(bytes), places, []);
        const [there, own] = [adding(instance, starts), here()];
        let isWhole = true;
        return {
          add: (chunk) => {
            isWhole &&= there.add(chunk);
            own.add(chunk);
          },
          end: () => undefined,
          isDone: () => true,
          take: () => {
            if (isWhole) return there.finish();
            handed.back += 1;
            return own.finish();
          },
        };
      },
    };
    const pass = passOf(added);
    const each = [plain(), withAt(777, 0, none, 2), plain()];
    expect(sumsOn(wasmLaneOf(width), pass, each, workers)).toEqual(sumsOn(interpreterLane, pass, each));
    expect(handed.back).toBe(1);
  });
});
