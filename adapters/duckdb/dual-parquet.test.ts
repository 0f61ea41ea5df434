import fc from "fast-check";
import { lastValueFrom, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import {
  type Column,
  columnOf,
  type DualParameter,
  eventColumns,
  type LeafColumn,
  lengthOf,
  type RecordColumn,
} from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { sliceRecord } from "../slice-column.ts";
import { parquet, readParquet, writeParquet } from "./index.ts";
import { askDuckDB, removeSamples, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

const parameters = [
  { name: 'scale "; DROP TABLE t;--', width: 0 },
  { name: "__proto__", width: 0.1 },
];
const leaf = (values: readonly number[], more: Partial<LeafColumn> = {}): LeafColumn => ({
  kind: "leaf",
  dtype: "f64",
  values: Float64Array.from(values),
  ...more,
});
const record = (fields: Readonly<Record<string, Column>>): RecordColumn => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
});

/** Every buffer as bytes, so that signs of zeros and kinds of NaN count. */
const bitsOf = (column: Column, rows: number): unknown => {
  const bytes = (values: ArrayLike<number> | BigInt64Array | undefined): unknown =>
    ArrayBuffer.isView(values) ? Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString("hex") : "";
  const first = column.kind === "list" ? (column.offsets[0] ?? 0) : 0;
  const set = Array.from({ length: rows }, (_, i) => ((column.validity?.[i >> 3] ?? 255) >> (i & 7)) & 1);
  switch (column.kind) {
    case "leaf": {
      const { values, tangent, adjoint } = column;
      return [set, bytes(values.subarray(0, rows)), tangent?.map((t) => bytes(t.subarray(0, rows))), bytes(adjoint)];
    }
    case "list": {
      const offsets = [...column.offsets.subarray(0, rows + 1)].map((offset) => offset - first);
      return [set, offsets, bitsOf(column.item, offsets.at(-1) ?? 0)];
    }
    case "record":
      return [set, [...column.fields].map(([name, field]) => [name, bitsOf(field, rows)])];
  }
};

const roundTrip = async (columns: RecordColumn, named: readonly DualParameter[], size = lengthOf(columns)) => {
  const path = await samplePath("dual.parquet");
  expect(await writeParquet(path, eventColumns(columns, size, named))).toBe(size);
  return readParquet(path);
};

const odd = [0, -0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 5e-324, -1.5, 0.1];
const strangeNaN = new Float64Array(BigUint64Array.of(0xfff8_0000_0000_beefn).buffer)[0] ?? 0;

describe("columns with derivatives in Parquet", () => {
  it("come back bit by bit, with the names and widths of their parameters", async () => {
    const m = leaf([...odd, 0, -0, 0], {
      validity: Uint8Array.of(0b1111_1111, 0b011),
      tangent: [
        Float64Array.from([...odd.toReversed(), -0, 0, 0]),
        Float64Array.from([...odd.slice(0, 2), strangeNaN, 1, 2, 3, 4, 5, 6, -0, 0]),
      ],
      adjoint: Float64Array.from([-0, 0, ...odd, 0]),
    });
    const columns = record({ m, n: leaf(Array.from({ length: 11 }, (_, i) => i)) });
    const back = await roundTrip(columns, parameters);
    expect(bitsOf(back.columns, 11)).toEqual(bitsOf(columns, 11));
    expect([back.size, back.parameters]).toEqual([11, parameters]);
  });

  it("keep the signs of zeros and the kinds of NaN that DuckDB loses in a dictionary", async () => {
    const rows = 1000;
    const path = await samplePath("zeros.parquet");
    const zeros = `select case when i % 2 = 0 then 0.0 else '-0'::double end as x from range(${rows}) as t(i)`;
    await askDuckDB(`copy (${zeros}) to '${path}' (format parquet)`);
    const negative = `select count(*)::integer from read_parquet('${path}') where x::varchar = '-0.0'`;
    expect(await askDuckDB(negative)).not.toEqual([[rows / 2]]);
    const twins = (a: number, b: number): LeafColumn => leaf(Array.from({ length: rows }, (_, i) => (i % 2 ? b : a)));
    const f32 = Float32Array.from({ length: rows }, (_, i) => (i % 2 ? -0 : 0));
    for (const x of [
      twins(0, -0),
      twins(Number.NaN, strangeNaN),
      { ...leaf([]), dtype: "f32", values: f32 } as const,
    ]) {
      await writeParquet(path, record({ x }));
      expect(bitsOf((await readParquet(path)).columns, rows)).toEqual(bitsOf(record({ x }), rows));
    }
  });

  it("come back from lists of records, lists of lists and records, with every null", async () => {
    const number = fc.oneof(fc.constantFrom(...odd), fc.double());
    const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
    const event = fc.record({
      met: maybe(number),
      muon: maybe(fc.array(maybe(fc.record({ pt: maybe(number), q: maybe(number) })), { maxLength: 3 })),
      z: maybe(
        fc.record({ m: maybe(number), hits: maybe(fc.array(maybe(fc.array(maybe(number), { maxLength: 2 })))) }),
      ),
    });
    const full = { met: 0, muon: [{ pt: 0, q: 0 }], z: { m: 0, hits: [[0]] } };
    let seed = 0;
    const slopes = (column: Column): Column => {
      if (column.kind === "list") return { ...column, item: slopes(column.item) };
      if (column.kind === "record")
        return { ...column, fields: new Map([...column.fields].map(([name, field]) => [name, slopes(field)])) };
      const rows = column.values.length;
      const there = (i: number): boolean => (((column.validity?.[i >> 3] ?? 255) >> (i & 7)) & 1) === 1;
      const slope = (): Float64Array =>
        Float64Array.from({ length: rows }, (_, i) => (there(i) ? (odd[seed++ % odd.length] ?? 0) : 0));
      return { ...column, tangent: [slope(), slope()], adjoint: slope() };
    };
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const rows = [full, ...events];
        const columns = slopes(columnOf(rows));
        if (columns.kind !== "record") throw new Error("no record");
        const back = await roundTrip(columns, parameters, rows.length);
        expect(bitsOf(back.columns, rows.length)).toEqual(bitsOf(columns, rows.length));
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("are ordinary columns of the file to any reader", async () => {
    const path = await samplePath("dual.parquet");
    const columns = record({ m: leaf([1, 2, 3], { tangent: [Float64Array.of(10, 20, 30)] }) });
    await writeParquet(path, eventColumns(columns, 3, [{ name: "scale", width: 0 }]));
    expect(await askDuckDB(`select m, d_m_d_scale from read_parquet('${path}')`)).toEqual([
      [1, 10],
      [2, 20],
      [3, 30],
    ]);
    expect(await askDuckDB(`select decode(value) from parquet_kv_metadata('${path}')`)).toEqual([
      ['{"parameters":["scale"],"widths":[0],"columns":[{"path":["m"],"tangent":true,"adjoint":false}]}'],
    ]);
    const [batch] = await lastValueFrom(parquet(path).pipe(toArray()));
    expect(batch && plainRows(batch.columns, 1)).toEqual([{ m: 1, d_m_d_scale: 10 }]);
  });

  it("are written piece after piece, and slices with them", async () => {
    const path = await samplePath("pieces.parquet");
    const all = record({ m: leaf([1, 2, 3, 4], { tangent: [Float64Array.of(10, 20, 30, 40)] }) });
    const pieces = async function* () {
      yield eventColumns(sliceRecord(all, 0, 4), 1, [{ name: "a", width: 1 }]);
      yield eventColumns(all, 2, [{ name: "a", width: 1 }]);
    };
    expect(await writeParquet(path, pieces())).toBe(3);
    expect(bitsOf((await readParquet(path)).columns, 3)).toEqual(
      bitsOf(record({ m: leaf([1, 1, 2], { tangent: [Float64Array.of(10, 10, 20)] }) }), 3),
    );
    const changing = async function* () {
      yield eventColumns(all, 1, [{ name: "a", width: 1 }]);
      yield eventColumns(all, 1, [{ name: "a", width: 2 }]);
    };
    await expect(writeParquet(path, changing())).rejects.toMatchObject({ code: "E_SCHEMA" });
  });

  it("may be none, of no events, or without names for their parameters", async () => {
    const path = await samplePath("few.parquet");
    await writeParquet(path, record({ m: leaf([1], { tangent: [Float64Array.of(2)] }), n: leaf([3]) }));
    expect((await readParquet(path)).parameters).toEqual([{ name: "0", width: 0 }]);
    const none = await roundTrip(record({ m: leaf([], { tangent: [Float64Array.of()] }) }), parameters.slice(0, 1));
    expect(none.size).toBe(0);
    expect(none.columns.fields.get("m")).toMatchObject({ dtype: "f64", tangent: [Float64Array.of()] });
  });

  it("need a name of their own for each derivative", async () => {
    const dual = leaf([1], { tangent: [Float64Array.of(1), Float64Array.of(2)] });
    const clashes: readonly (readonly [Readonly<Record<string, Column>>, readonly string[]])[] = [
      [{ m: dual, D_M_d_a: leaf([1]) }, ["a", "b"]],
      [{ m: dual }, ["a", "a"]],
      [{ m: dual, m_d_a: dual }, ["b", "a_d_b"]],
      [{ m: leaf([1], { adjoint: Float64Array.of(1) }), adjoint_m: leaf([1]) }, []],
    ];
    for (const [fields, names] of clashes) {
      const named = names.map((name) => ({ name, width: 0 }));
      await expect(roundTrip(record(fields), named)).rejects.toMatchObject({ code: "E_AMBIGUOUS" });
    }
    await expect(roundTrip(record({ m: dual }), [])).rejects.toMatchObject({ code: "E_SHAPE" });
    const named = [{ name: "a", width: Number.NaN }];
    await expect(roundTrip(record({ m: leaf([1], { tangent: [Float64Array.of(1)] }) }), named)).rejects.toMatchObject({
      code: "E_NONFINITE",
    });
  });

  it.each([
    ["{", /no JSON/],
    ['{"parameters":["a"],"widths":[]}', /no parameters/],
    ['{"parameters":[],"widths":[]}', /no columns/],
    ['{"parameters":[],"widths":[],"columns":[{"path":"m"}]}', /no columns/],
    ['{"parameters":["a"],"widths":[0],"columns":[{"path":["x"],"tangent":true,"adjoint":false}]}', /no such column/],
    ['{"parameters":["a"],"widths":[0],"columns":[{"path":["m"],"tangent":true,"adjoint":false}]}', /"d_m_d_a"/],
    ['{"parameters":["b"],"widths":[0],"columns":[{"path":["m"],"tangent":true,"adjoint":false}]}', /DOUBLE/],
    ['{"parameters":["a"],"widths":[0],"columns":[{"path":["l"],"tangent":true,"adjoint":false}]}', /other lengths/],
    ['{"parameters":["a"],"widths":[0],"columns":[{"path":["m","x"],"tangent":true,"adjoint":false}]}', /no record/],
  ])("are refused where the metadata are %s", async (text, message) => {
    const path = await samplePath("bad.parquet");
    const columns = "1::double as m, 1 as d_m_d_b, [1.0::double] as l, [1.0::double, 2] as d_l_d_a";
    await askDuckDB(`copy (select ${columns}) to '${path}' (format parquet, kv_metadata { 'jagrad.dual': '${text}' })`);
    await expect(readParquet(path)).rejects.toMatchObject({ code: "E_FILE", message: expect.stringMatching(message) });
  });
});
