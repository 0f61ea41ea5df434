import { lastValueFrom, toArray } from "rxjs";
import { afterAll, describe, expect, it } from "vitest";
import { type Column, type Demand, schemaOf, showSchema, withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import { type FileOptions, parquet } from "./index.ts";
import { askDuckDB, removeSamples, sampleFile } from "./sample-file.ts";
import { globOf, quoteText } from "./sql.ts";

afterAll(removeSamples);

const everything: Demand = { names: undefined };
const read = (path: string | readonly string[], options: FileOptions = {}, demand = everything) =>
  withDemand(demand, () => lastValueFrom(parquet(path, options).pipe(toArray())));
const asking = (...names: string[]): Demand => ({ names: new Set(names) });

const plain = async (path: string | readonly string[], options?: FileOptions, demand?: Demand) =>
  (await read(path, options, demand)).flatMap((batch) => plainRows(batch.columns, batch.size));
const truth = async (path: string, select = "t"): Promise<readonly unknown[]> => {
  const rows = await askDuckDB(`select to_json(${select})::varchar from read_parquet(${quoteText(globOf(path))}) as t`);
  return rows.map(([text]) => JSON.parse(String(text)));
};
const schema = async (query: string): Promise<string> => {
  const [batch] = await read(await sampleFile(query));
  return batch ? showSchema(schemaOf(batch.columns)) : "";
};
const value = async (expression: string): Promise<unknown> => {
  const [row] = await plain(await sampleFile(`select ${expression} as v`));
  return Object.entries(row ?? {})[0]?.[1];
};

// quarters are exact in every width, so that the text of the JSON is the value
const quarter = "(hash(i, 7) % 400)::integer / 4.0";
const nullable = (expression: string, salt: number): string =>
  `case when hash(i, ${salt}) % 5 = 0 then null else ${expression} end`;
const nested = `select
  ${nullable(`(${quarter})::float`, 1)} as f,
  ${nullable(`(${quarter})::double`, 2)} as d,
  ${nullable("(hash(i, 3) % 100)::integer - 50", 3)} as n,
  ${nullable("hash(i, 4) % 2 = 0", 5)} as flag,
  ${nullable("'word ' || (hash(i, 6) % 40 * 123456789)", 6)} as word,
  ${nullable("list_transform(range((hash(i, 8) % 4)::integer), lambda k: case when (i + k) % 3 = 0 then null else (k / 4)::float end)", 9)} as list,
  ${nullable(
    `list_transform(range((hash(i, 10) % 4)::integer), lambda k: case when (i + k) % 4 = 0 then null else {
      'pt': (k + i % 10 / 4)::float, 'charge': case when k = 1 then null else k::smallint end,
      'hits': case when k = 2 then null else range(k) end, 'name': 'm' || k, 'at': {'x': k::double} } end)`,
    11,
  )} as muon,
  ${nullable("{'x': i::double, 'inner': case when i % 3 = 0 then null else {'y': [i::integer, null], 'z': 'z'} end}", 12)} as point,
  ${nullable("[[i::integer], [], null, [1, null]]", 13)} as deep
from range(5000) as r(i)`;

describe("parquet", () => {
  it("reads every value and every null as DuckDB itself tells them, at every level", async () => {
    const path = await sampleFile(nested, "format parquet, row_group_size 2048");
    const wanted = (await truth(path)) as readonly { readonly muon: unknown }[];
    expect(wanted.length).toBe(5000);
    for (const batchSize of [1000, 2048, 65_536]) {
      const rows = await plain(path, { batchSize });
      const numbers = JSON.parse(JSON.stringify(rows, (_, v) => (typeof v === "bigint" ? Number(v) : v)));
      expect(numbers).toEqual(wanted);
    }
  });

  it("cuts the stream into batches of the size asked for and counts the events", async () => {
    const path = await sampleFile("select i, range(i % 3) as l from range(5000) as r(i)");
    const batches = await read(path, { batchSize: 1024 });
    expect(batches.map((batch) => batch.size)).toEqual([1024, 1024, 1024, 1024, 904]);
    expect(batches.map((batch) => batch.first)).toEqual([0, 1024, 2048, 3072, 4096]);
    expect(batches[0]?.source).toMatchObject({ name: path, replayable: true });
  });

  it("gives each native type its counterpart", async () => {
    const types = `1::tinyint as a, 1::smallint as b, 1::integer as c, 1::bigint as d, 1::utinyint as e, 1::usmallint as f,
      1::uinteger as g, 1::ubigint as h, 1::hugeint as i, 1.5::float as j, 1.5::double as k, 1.5::decimal(9, 2) as l,
      true as m, 'x' as n, date '1970-01-02' as o, timestamp '1970-01-01 00:00:01' as p, 'u'::enum('t', 'u') as q,
      array[1, 2]::integer[2] as r, {'a': 1} as s, 1::uhugeint as t`;
    expect(await schema(`select ${types}`)).toBe(
      "{a: i32, b: i32, c: i32, d: i64, e: i32, f: i32, g: i64, h: i64, i: f64, j: f32, k: f64, l: f64, m: bool, n: string, " +
        "o: i64, p: i64, q: string, r: var * i32, s: {a: i32}, t: f64}",
    );
  });

  it.each([
    ["(-128)::tinyint", -128],
    ["65535::usmallint", 65_535],
    ["4294967295::uinteger", 4_294_967_295n],
    ["(-9223372036854775808)::bigint", -9_223_372_036_854_775_808n],
    ["9223372036854775807::ubigint", 9_223_372_036_854_775_807n],
    ["(-1.25)::decimal(4, 2)", -1.25],
    ["12345.678::decimal(9, 3)", 12_345.678],
    ["(-12345678901.25)::decimal(18, 2)", -12_345_678_901.25],
    ["(-123456789012345678901234.5)::decimal(38, 1)", -Number("123456789012345678901234.5")],
    ["date '1969-12-31'", -1n],
    ["timestamp '1970-01-01 00:00:01.000002'", 1_000_002n],
    ["'nan'::double", Number.NaN],
    ["'-inf'::float", Number.NEGATIVE_INFINITY],
    ["1.1::float", Math.fround(1.1)],
    ["''", ""],
    ["repeat('ä', 100)", "ä".repeat(100)],
    ["'twelve bytes'", "twelve bytes"],
    ["'thirteen byte'", "thirteen byte"],
    ["'u'::enum('t', 'u')", "u"],
    ["[]::integer[]", []],
    [
      "array[[1, 2], [3, 4]]::integer[2][2]",
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ])("reads %s", async (expression, wanted) => {
    expect(await value(expression)).toEqual(wanted);
  });

  it("leaves no validity where every value is there, and zero under what is missing", async () => {
    const path = await sampleFile(
      "select i::double as whole, case when i > 2 then i end as part from range(5) as r(i)",
    );
    const [batch] = await read(path);
    const column = (name: string): Column | undefined => batch?.columns.fields.get(name);
    expect(column("whole")?.validity).toBeUndefined();
    const part = column("part");
    expect(part?.validity).toEqual(Uint8Array.of(0b11000));
    expect(part?.kind === "leaf" && [...part.values]).toEqual([0n, 0n, 0n, 3n, 4n]);
  });

  it("reads several files one after the other, and one fold of all of them", async () => {
    const paths = await Promise.all([0, 3, 6].map((n) => sampleFile(`select i + ${n} as i from range(3) as r(i)`)));
    expect(await plain(paths)).toEqual(Array.from({ length: 9 }, (_, i) => ({ i: BigInt(i) })));
    expect(await plain(paths, { fold: { of: 2, index: 1 } })).toEqual([1n, 3n, 5n, 7n].map((i) => ({ i })));
    const [batch] = await read(paths);
    expect(batch?.source.name).toBe(`${paths[0]} and 2 more`);
  });

  it("folds nested columns as it folds plain ones", async () => {
    const path = await sampleFile(nested);
    const all = await plain(path);
    for (const index of [0, 1, 2])
      expect(await plain(path, { fold: { of: 3, index }, batchSize: 777 })).toEqual(
        all.filter((_, i) => i % 3 === index),
      );
  });

  it("delivers every event if no column is asked for, and none if there are none", async () => {
    const path = await sampleFile(nested);
    const [batch, ...more] = await read(path, {}, asking());
    expect([batch?.size, batch?.columns.fields.size, more.length]).toEqual([5000, 0, 0]);
    expect(await read(await sampleFile("select 1 as x limit 0"))).toEqual([]);
  });

  it("reads only the fields of records that are asked for", async () => {
    const path = await sampleFile(nested);
    const types = async (...names: string[]): Promise<string> => {
      const [batch] = await read(path, {}, asking(...names));
      return batch ? showSchema(schemaOf(batch.columns)).replaceAll("?", "") : "";
    };
    expect(await types("muon", "pt", "nowhere")).toBe("{muon: var * {pt: f32}}");
    expect(await types("muon", "at", "x", "word")).toBe("{word: string, muon: var * {at: {x: f64}}}");
    expect(await types("muon")).toBe("{muon: var * {}}");
    expect(await types("point", "inner", "y")).toBe("{point: {inner: {y: var * i32}}}");
    const lengths = (await plain(path, {}, asking("muon"))) as { readonly muon: unknown[] | null }[];
    const wanted = (await truth(path)) as { readonly muon: unknown[] | null }[];
    expect(lengths.map(({ muon }) => muon?.length)).toEqual(wanted.map(({ muon }) => muon?.length));
  });

  it("reads a file with a column of a strange type as long as nobody asks for that column", async () => {
    const path = await sampleFile("select 1 as x, 'ab'::blob as raw, [interval 1 day] as waits, uuid() as id");
    expect(await plain(path, {}, asking("x"))).toEqual([{ x: 1 }]);
    await expect(read(path)).rejects.toMatchObject({ code: "E_TYPE" });
    await expect(read(path, {}, asking("raw"))).rejects.toThrow(/BLOB[\s\S]*raw/);
    await expect(read(path, {}, asking("waits"))).rejects.toThrow(/INTERVAL[\s\S]*waits\[\]/);
  });

  it("refuses a number that does not fit instead of wrapping it", async () => {
    const path = await sampleFile("select 18446744073709551615::ubigint as big");
    await expect(read(path)).rejects.toMatchObject({ code: "E_LIMIT", where: "big" });
  });
});
