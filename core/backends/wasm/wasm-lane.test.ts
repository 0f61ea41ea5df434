import { afterEach, describe, expect, it, vi } from "vitest";
import { batchOf, type Column, columnOf, type RecordColumn, rowOf, schemaOf } from "../../columns/index.ts";
import { asScalar, columnValue, combinations, elaborate, type Scope, sum } from "../../lambda/index.ts";
import { add, mul, scatter, spreadTo, where } from "../../primitives/index.ts";
import { type Atom, builder, constant, type Pass } from "../../program/index.ts";
import { plan } from "../../transforms/index.ts";
import { jsLane, type Lane, runOnce } from "../index.ts";
import { wasmLane, wasmLaneOf } from "./index.ts";

const widths = [wasmLaneOf("f64"), wasmLaneOf("f64x2"), wasmLaneOf("f64x2+fma")].map(
  (lane) => [lane.name, lane] as const,
);

const record = (column: Column): RecordColumn => {
  if (column.kind === "record") return column;
  throw new TypeError("events are records");
};

/** A pass that gives each event the number that a lambda makes of it. */
const passFor = (columns: RecordColumn, size: number, f: object, scope: Scope): Pass => {
  const b = builder();
  const axis = b.axis("event", { kind: "events" }, {});
  const { atom } = asScalar(elaborate(b, f, [columnValue(b, schemaOf(columns), [], axis)], scope, { label: "test" }));
  const bins = b.axis("one per event", { kind: "fixed", size }, {});
  const number: Atom = atom.dtype === "bool" ? b.emit(where.primitive, [atom, constant(1), constant(0)]) : atom;
  const event = b.input({ kind: "event" }, "i32", axis);
  const { pass } = plan(b.program([b.emit(scatter, [spreadTo(b, number, axis), event], { axis: bins })]));
  if (!pass) throw new TypeError("events are read");
  return pass;
};

interface Part {
  readonly from: number;
  readonly to: number;
}

/** What a lambda gives each event on a lane; the lane must not leave the pass to another. */
const onLane = (lane: Lane, columns: RecordColumn, size: number, f: object, scope: Scope, parts?: readonly Part[]) => {
  const totals = new Float64Array(size);
  const others = vi.spyOn(jsLane, "prepare");
  const feed = lane.prepare(passFor(columns, size, f, scope))([totals]);
  for (const { from, to } of parts ?? [{ from: 0, to: size }]) feed.add({ columns, from, to, first: 0 }, new Map());
  feed.end();
  expect(others).not.toHaveBeenCalled();
  others.mockRestore();
  return [...totals];
};

const asJs = (
  columns: RecordColumn,
  size: number,
  f: (ev: never, scope: never) => unknown,
  scope: object,
): number[] => {
  const batch = batchOf(columns, { name: "test", replayable: true });
  return Array.from({ length: size }, (_, i) => Number(f(rowOf(batch, i) as never, scope as never)));
};

/** The lambda as JavaScript is the oracle: the numbers here are such that every sum is exact. */
const expectAsJs = (
  lane: Lane,
  events: readonly object[],
  f: (ev: never, scope: never) => unknown,
  scope: Scope = {},
) => {
  const columns = record(columnOf(events));
  const wanted = asJs(columns, events.length, f, scope);
  expect(onLane(lane, columns, events.length, f, scope)).toEqual(wanted);
  expect(wanted.some((x) => x !== 0)).toBe(true);
};

const random = (seed: number) => {
  let state = seed;
  return (below: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
};

afterEach(() => vi.restoreAllMocks());

interface Keyed {
  readonly l: { readonly k: number; readonly v: number }[];
}

const keyed = (lengths: readonly number[]): readonly Keyed[] => {
  const next = random(11);
  const keys = [Number.NaN, -0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1e-310, -2.5];
  const keyOf = (): number => (next(3) === 0 ? (keys[next(keys.length)] ?? 0) : next(40) - 20);
  return lengths.map((n) => ({ l: Array.from({ length: n }, (_, k) => ({ k: keyOf(), v: k + 1 })) }));
};

/** Short lists, such as events have, and some long ones. */
const lengths = [0, 1, 2, 3, 4, 5, 0, 7, 13, 14, 40, 41, 3, 200, 1, 1500, 2, 0];

type Triples = <T>(list: T[], k: 3) => [T, T, T][];

describe.each(widths)("the WebAssembly lane: %s", (_name, lane) => {
  it("sorts lists of any length: equal keys keep their order, NaN is last", () => {
    const places = (ev: Keyed) =>
      ev.l.toSorted((a, b) => a.k - b.k).reduce((s, item, i) => s + ((i * 37) % 101) * item.v, 0);
    const down = (ev: Keyed) =>
      ev.l.toSorted((a, b) => b.k - a.k).reduce((s, item, i) => s + ((i * 37) % 101) * item.v, 0);
    const events = keyed(lengths);
    const columns = record(columnOf(events));
    const order = (sign: 1 | -1) => (a: Keyed["l"][number], b: Keyed["l"][number]) =>
      Number.isNaN(a.k) || Number.isNaN(b.k)
        ? Number(Number.isNaN(a.k)) - Number(Number.isNaN(b.k))
        : a.k === b.k
          ? 0
          : sign * (a.k < b.k ? -1 : 1);
    const wanted = (sign: 1 | -1): number[] =>
      events.map(({ l }) => l.toSorted(order(sign)).reduce((s, item, i) => s + ((i * 37) % 101) * item.v, 0));
    expect(onLane(lane, columns, events.length, places, {})).toEqual(wanted(1));
    expect(onLane(lane, columns, events.length, down, {})).toEqual(wanted(-1));
  });

  it("takes items of a sorted list, also of filtered and of inner lists", () => {
    const next = random(5);
    const events = Array.from({ length: 60 }, (_, i) => ({
      jet: Array.from({ length: i % 4 }, () => ({
        pt: next(90),
        track: Array.from({ length: next(4) }, () => ({ z: next(50) - 25 })),
      })),
    }));
    type Event = (typeof events)[number];
    expectAsJs(lane, events, (ev: Event) => ev.jet.toSorted((a, b) => b.pt - a.pt)[1]?.pt ?? -1);
    expectAsJs(lane, events, (ev: Event) =>
      ev.jet
        .filter((j) => j.pt > 20)
        .toSorted((a, b) => a.pt - b.pt)
        .map((j, i) => i * j.pt)
        .reduce((s, x) => s + x, 0),
    );
    expectAsJs(lane, events, (ev: Event) =>
      ev.jet.flatMap((j) => j.track.toSorted((a, b) => a.z - b.z).slice(0, 2)).reduce((s, t) => s + t.z, 0),
    );
  });

  it("compares 64-bit whole numbers exactly, and rounds where they are converted", () => {
    const large = 2n ** 53n;
    const ids = [large, large + 1n, large + 2n, large + 3n, -large - 1n, 0n, -1n, 2n ** 62n + 1n];
    const events = ids.map((id, i) => ({
      id,
      other: ids[(i * 3) % ids.length] ?? 0n,
      l: ids.slice(0, i).map((x) => ({ id: x + 1n })),
    }));
    type Event = (typeof events)[number];
    expectAsJs(lane, events, (ev: Event) => Number(ev.id));
    expectAsJs(lane, events, (ev: Event) => ev.id === ev.other);
    expectAsJs(lane, events, (ev: Event) => ev.l.filter((x) => x.id === ev.id).length);
    expectAsJs(lane, events, (ev: Event) => Number(ev.l[1]?.id ?? ev.other));
  });

  it("gives an event as much room as its items, pairs and triples need", () => {
    const next = random(3);
    const items = (n: number): { x: number }[] => Array.from({ length: n }, () => ({ x: next(9) - 4 }));
    const events = [3, 60, 0, 9, 61, 2].map((n) => ({ l: items(n) }));
    type Event = (typeof events)[number];
    expectAsJs(
      lane,
      events,
      (ev: Event, { combinations, sum }: { combinations: Triples; sum: (l: number[]) => number }) =>
        sum(combinations(ev.l, 3).map(([a, b, c]) => a.x * b.x * c.x)),
      { combinations, sum },
    );
  });

  it("computes what tuples need of their items once, in every tile", () => {
    const next = random(8);
    const events = Array.from({ length: 1300 }, () => ({
      l: Array.from({ length: next(5) }, () => ({ x: next(9) - 4 })),
    }));
    type Event = (typeof events)[number];
    expectAsJs(
      lane,
      events,
      (ev: Event, { combinations, sum }: { combinations: Triples; sum: (l: number[]) => number }) =>
        sum(
          combinations(ev.l, 3).map(([a, b, c]) => Math.sqrt(a.x * a.x) * Math.sqrt(b.x * b.x) + Math.sqrt(c.x * c.x)),
        ),
      { combinations, sum },
    );
  });

  it("halves tiles whose lists have no room together", () => {
    const next = random(4);
    const events = Array.from({ length: 300 }, (_, i) => ({
      jet: Array.from({ length: i % 150 === 0 ? 8500 : i % 3 }, () => ({ x: next(9), y: [1, 2, 3].slice(next(4)) })),
    }));
    type Event = (typeof events)[number];
    expectAsJs(lane, events, (ev: Event) => ev.jet.filter((j) => j.x > 3).reduce((s, j) => s + j.x, 0));
    expectAsJs(lane, events, (ev: Event) => ev.jet.flatMap((j) => j.y).reduce((s, y) => s + y, 0));
  });

  it("gives the same bits however the events are cut", () => {
    const next = random(6);
    const size = 9500;
    const events = Array.from({ length: size }, () => ({ l: Array.from({ length: next(4) }, () => next(1000) / 7) }));
    const columns = record(columnOf(events));
    const f = (ev: { readonly l: readonly number[] }) => ev.l.reduce((s, x) => s + Math.exp(x / 100), 0);
    const total = (cuts: readonly number[]): number => {
      const b = builder();
      const axis = b.axis("event", { kind: "events" }, {});
      const { atom } = asScalar(elaborate(b, f, [columnValue(b, schemaOf(columns), [], axis)], {}, { label: "test" }));
      const one = b.axis("one", { kind: "fixed", size: 1 }, {});
      const { pass } = plan(b.program([b.emit(scatter, [atom, constant(0, "i32")], { axis: one })]));
      if (!pass) throw new TypeError("events are read");
      const into = new Float64Array(1);
      const feed = lane.prepare(pass)([into]);
      const borders = [0, ...cuts, size];
      for (const [k, to] of borders.entries())
        feed.add({ columns, from: borders[k - 1] ?? 0, to, first: 0 }, new Map());
      feed.end();
      return into[0] ?? 0;
    };
    const whole = total([]);
    const exact = asJs(columns, size, f, {}).reduce((s, x) => s + x, 0);
    expect(Math.abs(whole - exact)).toBeLessThan(1e-12 * exact);
    for (const cuts of [
      [1],
      [4095, 4096, 4097],
      [0, 0, 7, 5000, 5000, 9499],
      [8192],
      Array.from({ length: 950 }, (_, k) => 10 * k),
    ])
      expect(total(cuts)).toBe(whole);
  });

  it("does nothing for no events", () => {
    const columns = record(columnOf([{ x: 1, l: [1] }]));
    const f = (ev: { readonly x: number; readonly l: readonly number[] }) => ev.x + ev.l.length;
    expect(onLane(lane, columns, 1, f, {}, [])).toEqual([0]);
    expect(onLane(lane, columns, 1, f, {}, [{ from: 0, to: 0 }])).toEqual([0]);
    expect(
      onLane(lane, columns, 1, f, {}, [
        { from: 1, to: 1 },
        { from: 0, to: 1 },
      ]),
    ).toEqual([2]);
  });
});

const fields = (n: number): readonly Record<string, number>[] =>
  [1, 2, 3].map((x) => Object.fromEntries(Array.from({ length: n }, (_, k) => [`c${k}`, x * (k + 1)])));

const sumOfFields = (n: number): ((ev: never) => number) =>
  Function(`return (ev) => ${Array.from({ length: n }, (_, k) => `ev.c${k}`).join(" + ")}`)();

/** What a pass gives each event where the WebAssembly lane has to leave it to JavaScript when it is run. */
const leftToJs = (pass: Pass | undefined, columns: RecordColumn, size: number): readonly number[] => {
  if (!pass) throw new TypeError("events are read");
  const left = vi.spyOn(jsLane, "prepare");
  const kernel = wasmLane.prepare(pass);
  expect(left).not.toHaveBeenCalled();
  const totals = new Float64Array(size);
  runOnce(kernel, { columns, from: 0, to: size, first: 0 }, new Map(), [totals]);
  expect(left).toHaveBeenCalledOnce();
  return [...totals];
};

describe("a kernel in WebAssembly", () => {
  it("reads 255 columns and the number of the event; more are left to JavaScript, with the same numbers", () => {
    expectAsJs(wasmLane, fields(255), sumOfFields(255));
    const columns = record(columnOf(fields(256)));
    const pass = passFor(columns, 3, sumOfFields(256), {});
    const left = vi.spyOn(jsLane, "prepare");
    const totals = new Float64Array(3);
    runOnce(wasmLane.prepare(pass), { columns, from: 0, to: 3, first: 0 }, new Map(), [totals]);
    expect(left).toHaveBeenCalledOnce();
    expect([...totals]).toEqual(asJs(columns, 3, sumOfFields(256), {}));
  });

  it("says so where its memory cannot grow", () => {
    vi.spyOn(WebAssembly.Memory.prototype, "grow").mockImplementation(() => {
      throw new RangeError("no more");
    });
    const events = Array.from({ length: 4000 }, () => ({ l: Array.from({ length: 300 }, () => 1) }));
    const columns = record(columnOf(events));
    const f = (ev: { readonly l: readonly number[] }) => ev.l.reduce((s, x) => s + x, 0);
    expect(() => onLane(wasmLane, columns, 4000, f, {})).toThrow(
      expect.objectContaining({ code: "E_LIMIT", message: expect.stringContaining("cannot grow") }),
    );
  });

  it("is left to JavaScript where the engine refuses it, with the same numbers", () => {
    vi.spyOn(WebAssembly, "Instance").mockImplementation(
      class {
        constructor() {
          throw new WebAssembly.LinkError("refused");
        }
      } as never,
    );
    const columns = record(columnOf([{ x: 1 }, { x: 5 }]));
    const pass = passFor(columns, 2, (ev: { readonly x: number }) => 2 * ev.x, {});
    expect(leftToJs(pass, columns, 2)).toEqual([2, 10]);
  });

  it("with more local variables than an engine allows is left to JavaScript, with the same numbers", () => {
    const columns = record(columnOf([{ x: 1 }, { x: 3 }]));
    const b = builder();
    const axis = b.axis("event", { kind: "events" }, {});
    const x = b.input({ kind: "column", slot: JSON.stringify(["x"]) }, "f64", axis);
    const [width, layers] = [250, 204];
    /** Each number of a layer is used twice in the next one. */
    const next = <T>(layer: readonly T[], plus: (a: T, b: T) => T): readonly T[] =>
      layer.map((each, i) => plus(each, layer[(i + 1) % width] ?? each));
    let atoms: readonly Atom[] = Array.from({ length: width }, (_, k) => b.emit(mul.primitive, [x, constant(k)]));
    let [ofOne, ofThree] = [1, 3].map((of) => Array.from({ length: width }, (_, k): number => of * k));
    for (let layer = 0; layer < layers; layer++) {
      atoms = next(atoms, (a, c) => b.emit(add.primitive, [a, c]));
      [ofOne, ofThree] = [ofOne, ofThree].map((numbers) => [...next(numbers ?? [], (a, c) => a + c)]);
    }
    const last = atoms.reduce((sum, atom) => b.emit(add.primitive, [sum, atom]));
    const bins = b.axis("one per event", { kind: "fixed", size: 2 }, {});
    const event = b.input({ kind: "event" }, "i32", axis);
    const { pass } = plan(b.program([b.emit(scatter, [last, event], { axis: bins })]));
    const totals = leftToJs(pass, columns, 2);
    const wanted = [ofOne, ofThree].map((numbers) => numbers?.reduce((sum, n) => sum + n));
    expect(totals).toEqual(wanted);
  });

  it("takes as much memory for many events as for some", () => {
    const grow = vi.spyOn(WebAssembly.Memory.prototype, "grow");
    const bytes = (size: number): number => {
      const columns = record(columnOf(Array.from({ length: size }, (_, i) => ({ l: [i, 1, 2] }))));
      const f = (ev: { readonly l: readonly number[] }) => ev.l.filter((x) => x > 1).reduce((s, x) => s + x, 0);
      grow.mockClear();
      onLane(wasmLane, columns, 1, f, {}, [{ from: 0, to: size }]);
      return Math.max(0, ...grow.mock.contexts.map((memory) => (memory as WebAssembly.Memory).buffer.byteLength));
    };
    const some = bytes(8192);
    expect(some).toBeGreaterThan(0);
    expect(bytes(60_000)).toBe(some);
  });
});
