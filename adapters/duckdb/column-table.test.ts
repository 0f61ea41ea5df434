import fc from "fast-check";
import { lastValueFrom } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Column,
  columnOf,
  eventColumns,
  type Grid,
  type Histogram,
  type LeafColumn,
  type Profile,
  type RecordColumn,
} from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { sliceRecord } from "../slice-column.ts";
import { columnsFrom, parquetFile, rowsFrom, sql, writeParquet } from "./index.ts";
import { removeSamples, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

const recordOf = (rows: readonly object[]): RecordColumn => {
  const column = columnOf(rows);
  return column.kind === "record" ? column : { kind: "record", fields: new Map() };
};
const record = (fields: Readonly<Record<string, Column>>): RecordColumn => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
});
const leaf = (values: Iterable<number>, more: Partial<LeafColumn> = {}): LeafColumn => ({
  kind: "leaf",
  dtype: "f64",
  values: Float64Array.from(values),
  ...more,
});

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
const event = fc.record({
  x: maybe(fc.double()),
  n: maybe(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  ok: maybe(fc.boolean()),
  word: maybe(fc.constantFrom("", "short", "a word of more than twelve bytes", "é☃", "nul\0inside")),
  muon: maybe(
    fc.array(maybe(fc.record({ pt: maybe(fc.double()), hits: maybe(fc.array(fc.nat())) })), { maxLength: 3 }),
  ),
  z: maybe(fc.record({ y: maybe(fc.double()), deep: maybe(fc.record({ z: maybe(fc.boolean()) })) })),
});
const full = {
  x: 0,
  n: 0n,
  ok: false,
  word: "",
  muon: [{ pt: 0, hits: [0] }],
  z: { y: 0, deep: { z: true } },
};

describe("columns as a table", () => {
  it("are read with every null and every list, from any row on", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 40 }), fc.nat({ max: 9 }), async (events, skip) => {
        const first = Math.min(skip, events.length);
        const rows = events.length + 1 - first;
        const columns = sliceRecord(recordOf([full, ...events]), first, events.length + 1);
        expect(await rowsFrom(sql`from ${columns}`)).toEqual(plainRows(columns, rows));
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("are what DuckDB reads from a file of the same columns", async () => {
    const events = fc.sample(event, { numRuns: 60, seed: 3 });
    const columns = recordOf([full, ...events]);
    const path = await samplePath("same.parquet");
    await writeParquet(path, columns);
    const both = [columns, parquetFile(path)].map((table) =>
      rowsFrom(sql`select z.y as y, z.deep.z as deep, len(muon) as n, muon[1].pt as pt, word || '!' as w,
        list_sum(list_transform(muon, lambda m: len(m.hits))) as hits, n // 2 as half from ${table}`),
    );
    const [here, there] = await Promise.all(both);
    expect(here).toEqual(there);
    expect(here?.some((row) => Object.values(row as object).includes(null))).toBe(true);
  });

  it("give nothing of a record that is missing, though its fields have values there", async () => {
    const z: RecordColumn = {
      ...record({
        y: leaf([1, 2, 3]),
        w: { kind: "leaf", dtype: "string", values: new Int32Array(3), dictionary: ["w"] },
      }),
      validity: Uint8Array.of(0b101),
    };
    expect(await rowsFrom(sql`select z.y as y, z.w as w, z.y + 1 as more from ${record({ z })}`)).toEqual([
      { y: 1, w: "w", more: 2 },
      { y: null, w: null, more: null },
      { y: 3, w: "w", more: 4 },
    ]);
    const events: RecordColumn = { ...record({ x: leaf([1, 2]) }), validity: Uint8Array.of(0b10) };
    expect(await rowsFrom(sql`select count(*)::integer as n, count(x)::integer as x from ${events}`)).toEqual([
      { n: 2, x: 1 },
    ]);
  });

  it("of many chunks are read in order, also twice at the same time and without their columns", async () => {
    const rows = 10_001;
    const columns = record({
      i: leaf(Array.from({ length: rows }, (_, i) => i)),
      b: { kind: "leaf", dtype: "bool", values: Uint8Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? 1 : 0)) },
    });
    const numbers = await columnsFrom(sql`select i from ${columns}`);
    expect(numbers.columns.fields.get("i")).toMatchObject({
      values: leaf(Array.from({ length: rows }, (_, i) => i)).values,
    });
    expect(await rowsFrom(sql`select count(*) as n from ${columns}`)).toEqual([{ n: 10_001n }]);
    const twice = sql`select count(*) as n, sum(a.i * b.i) as s from ${columns} a join ${columns} b using (i) where b.b`;
    const expected = Array.from({ length: rows }, (_, i) => (i % 3 === 0 ? i * i : 0)).reduce((a, b) => a + b);
    expect(await rowsFrom(twice)).toEqual([{ n: 3334n, s: expected }]);
  });

  it("may be shorter than their buffers, of no events, shared between threads, and of every type", async () => {
    const shared = new Float64Array(new SharedArrayBuffer(16));
    shared.set([1, 2]);
    const columns = record({
      f: { kind: "leaf", dtype: "f32", values: Float32Array.of(0.1, 2) },
      i: { kind: "leaf", dtype: "i32", values: Int32Array.of(-5, 6) },
      s: { kind: "leaf", dtype: "f64", values: shared },
    });
    expect(
      await rowsFrom(sql`select *, typeof(f) as tf, typeof(i) as ti from ${eventColumns(columns, 1, [])}`),
    ).toEqual([{ f: Math.fround(0.1), i: -5, s: 1, tf: "FLOAT", ti: "INTEGER" }]);
    expect(await rowsFrom(sql`from ${eventColumns(columns, 0, [])}`)).toEqual([]);
  });

  it.each<[string, RecordColumn, string]>([
    ["no columns", record({}), "E_TYPE"],
    ["a record without fields", record({ r: record({}) }), "E_TYPE"],
    ["an empty name", record({ "": leaf([1]) }), "E_COLUMN"],
    ["a NUL", record({ "a\0b": leaf([1]) }), "E_COLUMN"],
    ["names that differ in case alone", record({ pt: leaf([1]), PT: leaf([1]) }), "E_AMBIGUOUS"],
    ["values of another type", record({ x: { kind: "leaf", dtype: "i32", values: Float64Array.of(1) } }), "E_TYPE"],
    [
      "offsets that fall",
      record({ l: { kind: "list", offsets: Int32Array.of(0, 2, 1), item: leaf([1, 2]) } }),
      "E_OFFSETS",
    ],
    ["derivatives that are short", record({ m: leaf([1, 2], { adjoint: Float64Array.of(1) }) }), "E_SHAPE"],
  ])("are refused with %s", (_, columns, code) => {
    expect(() => sql`from ${columns}`).toThrow(expect.objectContaining({ code }));
  });

  it("name a word that is not there", async () => {
    const columns = record({ w: { kind: "leaf", dtype: "string", values: Int32Array.of(0, 2), dictionary: ["a"] } });
    await expect(rowsFrom(sql`from ${columns}`)).rejects.toMatchObject({ code: "E_QUERY", message: /word 2 of 1/ });
  });
});

describe("columns with derivatives as a table", () => {
  const parameters = [
    { name: "scale", width: 0 },
    { name: 'cut "x"', width: 2 },
  ];
  const m = leaf([1, 2, 4], {
    tangent: [Float64Array.of(0.5, 0.25, 8), Float64Array.of(1, -0, Number.NaN)],
    adjoint: Float64Array.of(3, 5, 7),
  });

  it("have a column for each derivative, and sums of these are exact", async () => {
    const columns = eventColumns(record({ m, n: leaf([1, 1, 0]) }), 3, parameters);
    expect(await rowsFrom(sql`select sum(d_m_d_scale) as d, sum(d_m_d_scale * n) as w from ${columns}`)).toEqual([
      { d: 8.75, w: 0.75 },
    ]);
    expect(await rowsFrom(sql`from ${columns}`)).toEqual([
      { m: 1, d_m_d_scale: 0.5, 'd_m_d_cut "x"': 1, adjoint_m: 3, n: 1 },
      { m: 2, d_m_d_scale: 0.25, 'd_m_d_cut "x"': -0, adjoint_m: 5, n: 1 },
      { m: 4, d_m_d_scale: 8, 'd_m_d_cut "x"': Number.NaN, adjoint_m: 7, n: 0 },
    ]);
  });

  it("stand in lists and records beside the numbers they belong to", async () => {
    const offsets = Int32Array.of(0, 1, 1, 3);
    const muon: Column = { kind: "list", offsets, item: record({ pt: m, q: leaf([1, -1, 1]) }) };
    const columns = eventColumns(record({ muon, pt: { kind: "list", offsets, item: m } }), 3, parameters);
    const rows = await rowsFrom(sql`select list_sum(list_transform(muon, lambda x: x.d_pt_d_scale * x.q)) as s,
      d_pt_d_scale as d, adjoint_pt as a from ${columns}`);
    expect(rows).toEqual([
      { s: 0.5, d: [0.5], a: [3] },
      { s: null, d: [], a: [] },
      { s: 7.75, d: [0.25, 8], a: [5, 7] },
    ]);
  });

  it("are missing where the number is, and have numbers for names where there are none", async () => {
    const columns = record({ m: { ...m, validity: Uint8Array.of(0b101) } });
    expect(await rowsFrom(sql`select count(d_m_d_0)::integer as n, sum(d_m_d_0) as s from ${columns}`)).toEqual([
      { n: 2, s: 8.5 },
    ]);
  });

  it("are ambiguous where a column has the name of a derivative", () => {
    const make = (fields: Readonly<Record<string, Column>>) => () =>
      sql`from ${eventColumns(record(fields), 3, parameters)}`;
    expect(make({ m, d_m_d_scale: m })).toThrow(expect.objectContaining({ code: "E_AMBIGUOUS" }));
    expect(make({ m, Adjoint_M: leaf([1, 2, 3]) })).toThrow(expect.objectContaining({ code: "E_AMBIGUOUS" }));
  });
});

describe("a histogram as a table", () => {
  it("has a row for each bin, and one for what is below and above", async () => {
    const histogram: Histogram = {
      kind: "histogram",
      edges: Float64Array.of(0, 1, 3),
      values: Float64Array.of(4, 5),
      variances: Float64Array.of(6, 7),
      underflow: 1,
      overflow: 2,
      entries: 12,
      skipped: 0,
      trace: {},
    } as unknown as Histogram;
    expect(await rowsFrom(sql`from ${histogram}`)).toEqual([
      { low: Number.NEGATIVE_INFINITY, high: 0, value: 1, variance: null },
      { low: 0, high: 1, value: 4, variance: 6 },
      { low: 1, high: 3, value: 5, variance: 7 },
      { low: 3, high: Number.POSITIVE_INFINITY, value: 2, variance: null },
    ]);
    const weights = sql`select x, value / (high - low) as density
      from (values (0.5), (2.0)) as t(x) join ${histogram} on x >= low and x < high order by x`;
    expect((await lastValueFrom(weights)).columns.fields.get("density")).toMatchObject({
      values: Float64Array.of(4, 2.5),
    });
  });
});

describe("a histogram of several axes as a table", () => {
  const grid = {
    kind: "grid",
    axes: [Float64Array.of(0, 1, 3), Float64Array.of(-1, 0, 1, 2)],
    shape: [2, 3],
    values: Float64Array.of(1, 2, 3, 4, 5, 6),
    variances: Float64Array.of(1, 4, 9, 16, 25, 36),
    outside: 7,
    trace: {},
  } as unknown as Grid;

  it("has a row for each bin, the last axis running fastest, and one for what is outside", async () => {
    const rows = await rowsFrom(sql`from ${grid}`);
    expect(rows).toHaveLength(7);
    expect(rows[0]).toEqual({ low0: null, high0: null, low1: null, high1: null, value: 7, variance: null });
    expect(rows[1]).toEqual({ low0: 0, high0: 1, low1: -1, high1: 0, value: 1, variance: 1 });
    expect(rows[3]).toEqual({ low0: 0, high0: 1, low1: 1, high1: 2, value: 3, variance: 9 });
    expect(rows[4]).toEqual({ low0: 1, high0: 3, low1: -1, high1: 0, value: 4, variance: 16 });
  });

  it("is joined by its edges, and what is outside meets nothing", async () => {
    const found = await rowsFrom(sql`select value from (values (2.0, 0.5), (9.0, 0.5)) as t(x, y)
      join ${grid} on x >= low0 and x < high0 and y >= low1 and y < high1`);
    expect(found).toEqual([{ value: 5 }]);
  });
});

it("a profile is a table of its means, and the mean of nothing is missing", async () => {
  const profile = {
    kind: "profile",
    edges: Float64Array.of(0, 1, 3),
    values: Float64Array.of(4, Number.NaN),
    variances: Float64Array.of(0.5, Number.NaN),
    weights: Float64Array.of(8, 0),
    trace: {},
  } as unknown as Profile;
  expect(await rowsFrom(sql`from ${profile}`)).toEqual([
    { low: 0, high: 1, value: 4, variance: 0.5, weight: 8 },
    { low: 1, high: 3, value: null, variance: null, weight: 0 },
  ]);
});

it("a single number is no table", () => {
  const scalar = { kind: "scalar", value: 3, trace: {} };
  expect(() => sql`from ${scalar as never}`).toThrow(
    expect.objectContaining({ code: "E_TYPE", cure: expect.stringContaining("scalar.value") }),
  );
});
