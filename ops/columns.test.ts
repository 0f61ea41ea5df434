import { from, lastValueFrom, type Observable, of } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Batch, batchOf, type Column, columnOf, type RecordColumn, rowOf, type Scalar } from "../core/index.ts";
import { count, filter, histogram, sum } from "./hard.ts";

interface Event {
  readonly x: number;
  readonly i: number;
  readonly id: bigint;
  readonly good: boolean;
  readonly l: readonly number[] & { at(k: number): number };
  readonly m: readonly { readonly pt: number; readonly c: readonly number[] }[];
}

const bits = (...set: readonly boolean[]): Uint8Array =>
  Uint8Array.from({ length: Math.ceil(set.length / 8) }, (_, byte) =>
    set.slice(8 * byte, 8 * byte + 8).reduce((s, on, k) => s + (on ? 1 << k : 0), 0),
  );
const record = (fields: Readonly<Record<string, Column>>, validity?: Uint8Array): RecordColumn => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
  validity,
});
const batchFrom = (columns: RecordColumn, first = 0, size?: number): Batch<Event> =>
  batchOf(columns, { name: "raw", replayable: true }, first, size);

/** Columns as Arrow may lay them out: offsets that begin anywhere, nulls that hold rubbish, narrow types. */
const raw: RecordColumn = record({
  x: { kind: "leaf", dtype: "f32", values: Float32Array.of(0.1, 2.5, 99, -1), validity: bits(true, true, false, true) },
  i: { kind: "leaf", dtype: "i32", values: Int32Array.of(1, -2, 3, 4) },
  id: { kind: "leaf", dtype: "i64", values: BigInt64Array.of(1n, 2n ** 53n + 1n, -7n, 2n ** 53n) },
  good: { kind: "leaf", dtype: "bool", values: Uint8Array.of(1, 0, 1, 1) },
  l: {
    kind: "list",
    offsets: Int32Array.of(2, 4, 4, 6, 7),
    validity: bits(true, true, false, true),
    item: { kind: "leaf", dtype: "f64", values: Float64Array.of(1e9, 1e9, 1, 2, 3, 4, 5, 1e9) },
  },
  m: {
    kind: "list",
    offsets: Int32Array.of(1, 3, 3, 4, 6),
    item: record(
      {
        pt: {
          kind: "leaf",
          dtype: "f64",
          values: Float64Array.of(1e9, 10, 20, 30, 40, 50),
          validity: bits(true, true, true, true, false, true),
        },
        c: {
          kind: "list",
          offsets: Int32Array.of(0, 1, 3, 3, 4, 6, 7),
          item: { kind: "leaf", dtype: "f64", values: Float64Array.of(1e9, 1, 2, 3, 4, 5, 6) },
        },
      },
      bits(true, true, true, true, true, false),
    ),
  },
});

const numberFrom = async (stream: Observable<Scalar>): Promise<readonly number[]> => {
  const { value, entries, skipped } = await lastValueFrom(stream);
  return [value, entries, skipped];
};

const wanted = (batch: Batch, f: (ev: Event) => unknown): readonly number[] => {
  const values = Array.from({ length: batch.size }, (_, i) => f(rowOf(batch, i) as Event)).flatMap((value) =>
    Array.isArray(value) ? [...value] : [value],
  );
  const numbers = values.map((value) => (value === undefined || value === null ? Number.NaN : Number(value)));
  const there = numbers.filter((x) => !Number.isNaN(x));
  return [there.reduce((s, x) => s + x, 0), there.length, numbers.length - there.length];
};

type Lambda = (ev: Event) => number;

const lambdas: readonly Lambda[] = [
  (ev) => ev.x,
  (ev) => ev.x ?? 7,
  (ev) => ev.i * 2,
  (ev) => Number(ev.id) / 2,
  (ev) => (ev.good ? 1 : 10),
  (ev) => ev.l.length,
  (ev) => ev.l.reduce((s, x) => s + x, 0),
  (ev) => ev.l[0] ?? -1,
  (ev) => ev.l.at(-1) ?? -1,
  (ev) => ev.m.length,
  (ev) => ev.m[0]?.pt ?? -1,
  (ev) => ev.m[1]?.pt ?? -1,
  (ev) => ev.m.filter((m) => m.pt > 15).length,
];

describe("columns as Arrow lays them out", () => {
  const batch = batchFrom(raw);

  it.each(lambdas.map((f) => [String(f).replaceAll(/\s+/g, " "), f] as const))(
    "give what their rows give: %s",
    async (_text, f) => {
      const [total = Number.NaN, ...counts] = await numberFrom(of(batch).pipe(sum(f as never)));
      const [rightTotal = 0, ...rightCounts] = wanted(batch, f);
      expect(Math.abs(total - rightTotal)).toBeLessThanOrEqual(1e-12 * Math.abs(rightTotal));
      expect(counts).toEqual(rightCounts);
    },
  );

  it("give items of items", async () => {
    const f: Lambda = (ev) => ev.m.map((m) => m.c.length).reduce((s, n) => s + n, 0);
    expect(await numberFrom(of(batch).pipe(sum(f as never)))).toEqual([2 + 0 + 0 + 1 + (2 + 0), 4, 0]);
  });

  it("compare 64-bit whole numbers exactly", async () => {
    const two53 = 2n ** 53n;
    const ids = [1n, two53 + 1n, -7n, two53];
    const f = Function("return (ev) => ev.id > 9007199254740991")();
    expect((await numberFrom(of(batch).pipe(filter(f), count())))[0]).toBe(
      ids.filter((id) => id > 9007199254740991n).length,
    );
  });

  it("give the same from any batch of them, whose first event is any number", async () => {
    const half = (first: number, to: number): RecordColumn =>
      columnOf(Array.from({ length: to - first }, (_, i) => ({ x: first + i, l: [first, i] }))) as RecordColumn;
    const stream = from([batchFrom(half(0, 3), 0), batchFrom(half(3, 5), 3)]);
    expect(await numberFrom(stream.pipe(sum((ev) => ev.x * ev.l.length)))).toEqual([20, 5, 0]);
  });

  it("may be longer than the batch", async () => {
    expect((await numberFrom(of(batchFrom(raw, 0, 2)).pipe(count())))[0]).toBe(2);
    expect(await numberFrom(of(batchFrom(raw, 0, 2)).pipe(sum((ev) => ev.l.length)))).toEqual([2, 2, 0]);
  });

  it("skip missing items of a list that is filled", async () => {
    const h = await lastValueFrom(
      of(batch).pipe(histogram((ev) => ev.m.map((m) => m.pt) as never, { edges: [0, 15, 60] })),
    );
    expect([...h.values, h.entries, h.skipped]).toEqual([1, 2, 3, 2]);
  });

  it("with and without nulls may follow each other", async () => {
    const rows = [{ x: 1 }, { x: null }, { x: 3 }].map((row) => columnOf([row]) as RecordColumn);
    const stream = from(rows.map((columns, i) => batchFrom(columns, i)));
    expect(await numberFrom(stream.pipe(sum((ev) => ev.x)))).toEqual([4, 2, 1]);
  });

  it("are counted event by event, if they have no field", async () => {
    expect((await numberFrom(of(batchFrom(record({}), 0, 5)).pipe(count())))[0]).toBe(5);
  });
});
