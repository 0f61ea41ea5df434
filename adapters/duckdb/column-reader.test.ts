import { DuckDBInstance, type DuckDBType } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Column, checkColumn, columnOf } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { columnReader, lengthReader } from "./column-reader.ts";
import { listFrom } from "./list-entries.ts";
import { nativeBytes, type Reader } from "./reader.ts";

let instance: DuckDBInstance;
beforeAll(async () => {
  instance = await DuckDBInstance.create(":memory:");
});
afterAll(() => instance.closeSync());

const readWith = async (query: string, make: (type: DuckDBType) => Reader): Promise<readonly unknown[]> => {
  const connection = await instance.connect();
  try {
    const result = await connection.run(query);
    const chunk = await result.fetchChunk();
    if (chunk === null) return [];
    const column = make(result.columnType(0))(native.data_chunk_get_vector(chunk.chunk, 0), chunk.rowCount, undefined);
    checkColumn(column, chunk.rowCount);
    return plainRows(column, chunk.rowCount);
  } finally {
    connection.closeSync();
  }
};
const read = (query: string) => readWith(query, (type) => columnReader(type, () => true, "c"));
const lengths = (query: string) => readWith(query, () => lengthReader("c"));

const arrays = `select a from (values (array[1, null]::integer[2]), (null), (array[3, 4]::integer[2])) as t(a)`;

describe("the reader of a column", () => {
  it("gathers lists whose entries overlap", async () => {
    expect(await read("select [1, 2, 3] from range(4)")).toEqual(Array(4).fill([1, 2, 3]));
    expect(await read("select [{'x': [i, 7]}, {'x': null}] from range(2) as r(i)")).toEqual(
      [0n, 1n].map((i) => [{ x: [i, 7n] }, { x: null }]),
    );
  });

  it("reads arrays of fixed length, nulls among them", async () => {
    expect(await read(arrays)).toEqual([[1, null], null, [3, 4]]);
  });

  it("reads lists in and under what is missing as missing", async () => {
    const query = `select case when i % 2 = 0 then null else {'l': [i], 's': {'x': i}} end from range(4) as r(i)`;
    const present = (i: bigint) => ({ l: [i], s: { x: i } });
    expect(await read(query)).toEqual([null, present(1n), null, present(3n)]);
  });

  it("reads the lengths of lists alone", async () => {
    expect(await lengths("select len(range(i))::integer from range(3) as r(i)")).toEqual([[], [{}], [{}, {}]]);
    expect(await lengths(`select len(a)::integer from (${arrays})`)).toEqual([[{}, {}], null, [{}, {}]]);
    await expect(lengths("select (2 ** 30)::integer from range(3)")).rejects.toMatchObject({ code: "E_LIMIT" });
  });

  it("reads short words and long ones, missing ones and very long ones among them", async () => {
    const query = `select case i % 5 when 0 then 'w' || i % 3 when 1 then null when 2 then 'twelve bytes' when 3
      then 'a word of more than twelve bytes, number ' || i % 7 else repeat('x', 400000) || i % 3 end from range(300) as r(i)`;
    const wordAt = (i: number): string | null =>
      [`w${i % 3}`, null, "twelve bytes", `a word of more than twelve bytes, number ${i % 7}`][i % 5] ??
      (i % 5 === 1 ? null : `${"x".repeat(400_000)}${i % 3}`);
    expect(await read(query)).toEqual(Array.from({ length: 300 }, (_, i) => wordAt(i)));
    const many = "select 'w' || i % 1000 from range(2000) as r(i)";
    expect(await read(many)).toEqual(Array.from({ length: 2000 }, (_, i) => `w${i % 1000}`));
  });

  it("refuses columns that are nested too deep", async () => {
    const deep = `select ${"[".repeat(70)}1${"]".repeat(70)}`;
    await expect(read(deep)).rejects.toMatchObject({ code: "E_LIMIT" });
  });
});

it("a column knows the bytes of the vectors that it was read from, 16 for a list and for a word", () => {
  const numbers = { kind: "leaf", dtype: "f32", values: new Float32Array(5) } as const;
  const words = { kind: "leaf", dtype: "string", values: new Int32Array(3), dictionary: ["a"] } as const;
  const list = { kind: "list", offsets: Int32Array.of(0, 2, 4, 5), item: numbers } as const;
  expect([numbers, words, list].map(nativeBytes)).toEqual([20, 48, 64 + 20]);
  expect(
    nativeBytes({
      kind: "record",
      fields: new Map<string, Column>([
        ["w", words],
        ["l", list],
      ]),
    }),
  ).toBe(132);
});

describe("lists from entries", () => {
  const item = columnOf([10, 11, 12, 13]);
  const list = (entries: readonly (readonly [number, number])[], valid?: Uint8Array) =>
    plainRows(
      listFrom(Uint32Array.from(entries.flatMap(([at, n]) => [at, 0, n, 0])), valid, item, 4, "l"),
      entries.length,
    );

  it("take entries in any order, with gaps, and twice", () => {
    expect(
      list([
        [2, 2],
        [0, 1],
        [2, 1],
        [0, 0],
      ]),
    ).toEqual([[12, 13], [10], [12], []]);
  });

  it("do not look at entries of missing lists", () => {
    expect(
      list(
        [
          [0, 1],
          [4_000_000_000, 7],
          [1, 1],
        ],
        Uint8Array.of(0b101),
      ),
    ).toEqual([[10], null, [11]]);
  });

  it("refuse entries that name items that are not there", () => {
    expect(() => list([[3, 2]])).toThrow("E_OFFSETS");
    expect(() => listFrom(Uint32Array.of(0, 1, 1, 0), undefined, item, 4, "l")).toThrow("E_OFFSETS");
  });
});
