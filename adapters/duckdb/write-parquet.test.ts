import { readdir } from "node:fs/promises";
import { dirname } from "node:path";
import fc from "fast-check";
import { lastValueFrom, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import { columnOf, type RecordColumn } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { sliceRecord } from "../slice-column.ts";
import { parquet, writeParquet } from "./index.ts";
import { askDuckDB, removeSamples, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

const recordOf = (rows: readonly object[]): RecordColumn => {
  const column = columnOf(rows);
  return column.kind === "record" ? column : { kind: "record", fields: new Map() };
};
const read = async (path: string): Promise<readonly unknown[]> =>
  (await lastValueFrom(parquet(path).pipe(toArray()))).flatMap((batch) => plainRows(batch.columns, batch.size));

const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 3 });
const number = fc.double({ noNaN: true });
const event = fc.record({
  x: maybe(number),
  n: maybe(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n })),
  ok: maybe(fc.boolean()),
  word: maybe(fc.constantFrom("", "short", "a word of more than twelve bytes", "é☃")),
  muon: maybe(
    fc.array(maybe(fc.record({ pt: maybe(number), hits: maybe(fc.array(maybe(number), { maxLength: 2 })) })), {
      maxLength: 3,
    }),
  ),
  at: maybe(fc.record({ y: maybe(number) })),
});
const full = { x: 0, n: 0n, ok: false, word: "", muon: [{ pt: 0, hits: [0] }], at: { y: 0 } };

describe("writeParquet", () => {
  it("writes what parquet reads, with every null and every list", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 30 }), fc.nat({ max: 5 }), async (events, skip) => {
        const rows = [full, ...events];
        const first = Math.min(skip, events.length);
        const columns = sliceRecord(recordOf(rows), first, rows.length);
        const path = await samplePath("out.parquet");
        expect(await writeParquet(path, columns)).toBe(rows.length - first);
        expect(await read(path)).toEqual(plainRows(columns, rows.length - first));
      }),
      { numRuns: 25 },
    );
  }, 30_000);

  it("writes many chunks with long lists of nullable items", async () => {
    const columns = recordOf(
      Array.from({ length: 5000 }, (_, i) => ({
        i,
        l: Array.from({ length: i % 40 }, (_, k) => (k % 3 === 0 ? null : k)),
      })),
    );
    const path = await samplePath("long.parquet");
    await writeParquet(path, columns, { compression: "snappy" });
    expect(await read(path)).toEqual(plainRows(columns, 5000));
    const [row] = await askDuckDB(`select count(*)::integer, sum(len(l))::integer from read_parquet('${path}')`);
    expect(row).toEqual([5000, Array.from({ length: 5000 }, (_, i) => i % 40).reduce((a, b) => a + b)]);
  });

  it("keeps the types of columns", async () => {
    const path = await samplePath("types.parquet");
    const leaf = (dtype: "f32" | "i32", values: Float32Array | Int32Array) =>
      ({ kind: "leaf", dtype, values }) as const;
    const fields = new Map([
      ["f", leaf("f32", Float32Array.of(1.5))],
      ["n", leaf("i32", Int32Array.of(-7))],
    ]);
    await writeParquet(path, { kind: "record", fields });
    expect(await askDuckDB(`select typeof(f), typeof(n), f, n from read_parquet('${path}')`)).toEqual([
      ["FLOAT", "INTEGER", 1.5, -7],
    ]);
  });

  it("writes piece after piece in their order", async () => {
    const path = await samplePath("pieces.parquet");
    const pieces = async function* () {
      for (let k = 0; k < 5; k++) yield recordOf(Array.from({ length: 1000 }, (_, i) => ({ x: 1000 * k + i })));
    };
    expect(await writeParquet(path, pieces())).toBe(5000);
    expect(await read(path)).toEqual(Array.from({ length: 5000 }, (_, x) => ({ x })));
  });

  it("leaves the old file and nothing else behind when it fails", async () => {
    const path = await samplePath("kept.parquet");
    await writeParquet(path, recordOf([{ x: 1 }]));
    const failing = async function* () {
      yield recordOf([{ x: 2 }]);
      throw new Error("no more");
    };
    await expect(writeParquet(path, failing())).rejects.toMatchObject({
      code: "E_UPSTREAM",
      message: expect.stringMatching("no more"),
    });
    const changing = async function* () {
      yield recordOf([{ x: 2 }]);
      yield recordOf([{ x: "two" }]);
    };
    await expect(writeParquet(path, changing())).rejects.toMatchObject({ code: "E_SCHEMA" });
    expect(await read(path)).toEqual([{ x: 1 }]);
    expect(await readdir(dirname(path))).toEqual(["kept.parquet"]);
  });

  it("writes odd names, and refuses those that a file cannot tell apart", async () => {
    const path = await samplePath("names.parquet");
    const odd = Object.fromEntries(["__proto__", "constructor", 'a"b', "; drop", "é☃"].map((name, k) => [name, k]));
    await writeParquet(path, recordOf([odd]));
    expect(await read(path)).toEqual([odd]);
    const bad: readonly (readonly [names: readonly string[], code: string])[] = [
      [["pt", "PT"], "E_AMBIGUOUS"],
      [[""], "E_COLUMN"],
      [["a\0b"], "E_COLUMN"],
      [["a\ud800b"], "E_COLUMN"],
    ];
    for (const [names, code] of bad) {
      const record = Object.fromEntries(names.map((name) => [name, 1]));
      await expect(writeParquet(path, recordOf([record]))).rejects.toMatchObject({ code });
      await expect(writeParquet(path, recordOf([{ inner: record }]))).rejects.toMatchObject({ code });
    }
  });

  it("refuses what cannot be written", async () => {
    const path = await samplePath("never.parquet");
    await expect(writeParquet(path, recordOf([]))).rejects.toMatchObject({ code: "E_TYPE" });
    await expect(writeParquet(path, recordOf([{ a: {} }]))).rejects.toMatchObject({ code: "E_TYPE" });
    for (const other of [[{ x: 1 }], { kind: "histogram", values: [1] }, new Map()])
      await expect(writeParquet(path, other as never)).rejects.toMatchObject({ code: "E_TYPE" });
    await expect(writeParquet(path, (async function* () {})())).rejects.toMatchObject({ code: "E_SHAPE" });
    await expect(writeParquet(`${path}/below.parquet`, recordOf([{ x: 1 }]))).rejects.toMatchObject({ code: "E_FILE" });
    await expect(writeParquet("", recordOf([{ x: 1 }]))).rejects.toMatchObject({ code: "E_FILE" });
  });
});
