import { writeFile } from "node:fs/promises";
import { firstValueFrom, lastValueFrom, toArray } from "rxjs";
import { afterAll, beforeAll, describe, expect, expectTypeOf, it } from "vitest";
import { type Batch, columnOf, type RecordColumn, type View, withDemand } from "../../core/index.ts";
import { plainRows } from "../plain-rows.ts";
import {
  columnsFrom,
  csv,
  csvFile,
  identifier,
  parquetFile,
  type Query,
  rowsFrom,
  sql,
  typeOf,
  writeParquet,
} from "./index.ts";
import { askDuckDB, removeSamples, sampleFile, samplePath } from "./sample-file.ts";

afterAll(removeSamples);

let path = "";
beforeAll(async () => {
  path = await sampleFile(
    "select i::integer as i, i * 0.5::double as met, range(i % 4)::integer[] as l, {'a': i, 'b': -i} as s, " +
      "uuid() as u, case when i % 3 = 0 then null else 'w' || i % 5 end as w from range(5000) as t(i)",
  );
});

const rowsOf = async (events: Query<unknown>, names?: readonly string[]): Promise<readonly unknown[]> => {
  const all = events.pipe(toArray());
  const read = () => lastValueFrom(all);
  const batches = await (names ? withDemand({ names: new Set(names) }, read) : read());
  return batches.flatMap((batch: Batch) => plainRows(batch.columns, batch.size));
};

describe("a query", () => {
  it("gives the events that DuckDB gives, with the values bound", async () => {
    const events = sql<{ met: number }>`select met, l, w from ${parquetFile(path)} where met > ${20} and i % ${7} = 1`;
    const expected = await askDuckDB(
      `select met, to_json(l), w from read_parquet('${path}') where met > 20 and i % 7 = 1`,
    );
    expect(expected.length).toBeGreaterThan(100);
    expect(await rowsOf(events)).toEqual(expected.map(([met, l, w]) => ({ met, l: JSON.parse(String(l)), w })));
    expectTypeOf(events.pipe).toBeFunction();
    expectTypeOf(await firstValueFrom(events)).toEqualTypeOf<Batch<View<{ met: number }>>>();
  });

  it("computes only the columns that are asked for", async () => {
    const events = sql`select met, i, u, error('not asked for') as e from ${parquetFile(path)} order by i limit 3`;
    expect(await rowsOf(events, ["met", "i"])).toEqual([0, 1, 2].map((i) => ({ met: i / 2, i })));
    await expect(rowsOf(events, ["e"])).rejects.toMatchObject({ code: "E_QUERY", message: /not asked for/ });
    await expect(rowsOf(events, ["u"])).rejects.toMatchObject({ code: "E_TYPE", cure: /cast/ });
    expect(await rowsOf(events, [])).toEqual([{}, {}, {}]);
  });

  it("keeps its order over many batches, and counts events", async () => {
    const events = sql.with({ batchSize: 1000 })<{ i: number }>`
      select i::integer as i from range(10000) as t(i) order by i desc`;
    const batches = await lastValueFrom(events.pipe(toArray()));
    expect(batches.map(({ first, size }) => [first, size])).toEqual(
      Array.from({ length: 10 }, (_, k) => [1000 * k, 1000]),
    );
    expect(batches.flatMap((batch) => plainRows(batch.columns, batch.size))).toEqual(
      Array.from({ length: 10_000 }, (_, k) => ({ i: 9999 - k })),
    );
  });

  it("takes the options of files", async () => {
    const odd = sql.with({ fold: { of: 2, index: 1 }, records: { z: { x: "met", n: "i" } }, threads: 1 });
    expect(await rowsOf(odd`select met, i from ${parquetFile(path)} limit 4`)).toEqual([
      { z: { x: 0.5, n: 1 } },
      { z: { x: 1.5, n: 3 } },
    ]);
    expect(() => sql.with({ batchSize: 0 })).toThrow("E_LIMIT");
  });

  it("can be read again, and is kept in memory where asked for", async () => {
    const random = sql.with({ keep: true })`select random() as x from range(100)`;
    expect(await rowsOf(random)).toEqual(await rowsOf(random));
    const events = sql`select met from ${parquetFile(path)} where i < 10`;
    expect(await rowsOf(events)).toEqual(await rowsOf(events));
  });

  it("is a table to other queries, with its own values, and one file is one table", async () => {
    const hard = sql`select i, met from ${parquetFile(path)} where met > ${2400} -- ends in a comment`;
    const both = sql`select a.i, b.met from ${hard} as a join ${parquetFile(path)} as b using (i) where i < ${4810}`;
    expect(await rowsOf(sql`select * from ${both} order by ${identifier("i")}`)).toEqual(
      Array.from({ length: 9 }, (_, k) => ({ i: 4801 + k, met: (4801 + k) / 2 })),
    );
  });

  it("may read CSV files, several files, and none", async () => {
    const csv = await samplePath("a.csv");
    await askDuckDB(`copy (select i, 'w' || i as w from range(3) t(i)) to '${csv}' (format csv, header)`);
    expect(await rowsOf(sql`select * from ${csvFile(csv)} where i >= ${1}`)).toEqual([
      { i: 1, w: "w1" },
      { i: 2, w: "w2" },
    ]);
    expect(await rowsFrom(sql`select count(*)::integer as n from ${parquetFile([path, path])}`)).toEqual([
      { n: 10_000 },
    ]);
    expect(await rowsOf(sql`values (1), (2);`)).toEqual([{ col0: 1 }, { col0: 2 }]);
    expect(await rowsOf(sql`with a as (select 1 as x) from a`)).toEqual([{ x: 1 }]);
  });

  it.each([
    ["quotations, nulls and lines of Windows", 'a,"it\'s ""q""",n,b,x\r\n1,"y,z",,true,nan\r\n,,5,,-inf\r\n'],
    ["dates and times", "d,t,n\n2020-01-02,2020-01-02 03:04:05,1\n,,2\n"],
    ["names that differ in case alone", "pt,PT\n1,2\n"],
    ["a byte order mark and a large number", "\ufeffa;b\n9007199254740993;1.5\n"],
  ])("reads a CSV file as csv does, with %s", async (_, text) => {
    const file = await samplePath("odd.csv");
    await writeFile(file, text);
    const [there] = await lastValueFrom(csv(file).pipe(toArray()));
    const here = await columnsFrom(sql`from ${csvFile(file)}`);
    const names = [...(there?.columns.fields.keys() ?? [])].map((name) => (name === "PT" ? "PT_1" : name));
    expect([...here.columns.fields.keys()]).toEqual(names);
    expect([...here.columns.fields.values()]).toEqual([...(there?.columns.fields.values() ?? [])]);
  });

  it("reads its text as it is written, backslashes too", async () => {
    expect(await rowsFrom(sql`select regexp_matches('a1', '\d') as yes, '\n' as two, e'\n' as one`)).toEqual([
      { yes: true, two: "\\n", one: "\n" },
    ]);
  });

  it("says its type before it is read, and what it is called", async () => {
    const events = sql`select met, i, u from ${parquetFile(path)} where met > ${3}`;
    expect(String(await typeOf(events)).split("\n")[0]).toBe("var * {met: f64, i: i32}");
    expect((await firstValueFrom(sql`select ${1} as x`)).source.name).toBe(["select $", "{1} as x"].join(""));
  });

  it("keeps names of every kind as they are", async () => {
    const names = ['"; DROP TABLE t;--', "__proto__", "constructor", 'a"b', "é☃😀", "then", " ", "x'y", "a.b"];
    const from = columnOf([Object.fromEntries(names.map((name, k) => [name, k]))]);
    const file = await samplePath(`it's [odd] "é".parquet`);
    const columns: RecordColumn = from.kind === "record" ? from : { kind: "record", fields: new Map() };
    await writeParquet(file, columns);
    for (const [k, name] of names.entries()) {
      const value = sql`select ${identifier(name)} + 1 as x, t.${identifier(name)} as ${identifier(name)} from ${parquetFile(file)} as t`;
      const result = await columnsFrom(value);
      expect([...result.columns.fields.keys()]).toEqual(["x", name]);
      expect(plainRows(result.columns, 1)).toEqual([{ x: k + 1, ...Object.fromEntries([[name, k]]) }]);
    }
    expect([...(await columnsFrom(sql`from ${columns}`)).columns.fields.keys()]).toEqual(names);
    expect(Object.hasOwn(Object.prototype, "x")).toBe(false);
  });
});

describe("the result of a query", () => {
  it("is rows: bigint for BIGINT, null for what is missing", async () => {
    const rows = await rowsFrom(
      sql<{ n: bigint; w: string | null; s: { a: bigint } }>`select count(*) as n, w, any_value(s) as s
        from ${parquetFile(path)} where i < 3 group by w order by w nulls last`,
    );
    expect(rows.map(({ n, w }) => [n, w])).toEqual([
      [1n, "w1"],
      [1n, "w2"],
      [1n, null],
    ]);
    expectTypeOf(rows).toEqualTypeOf<readonly { n: bigint; w: string | null; s: { a: bigint } }[]>();
  });

  it("is columns, also where there are no events", async () => {
    const none = await columnsFrom(sql`select met, l, s, w from ${parquetFile(path)} where false`);
    expect(none.size).toBe(0);
    expect([...none.columns.fields].map(([name, column]) => [name, column.kind])).toEqual([
      ["met", "leaf"],
      ["l", "list"],
      ["s", "record"],
      ["w", "leaf"],
    ]);
    const folded = await columnsFrom(sql.with({ fold: { of: 9, index: 8 } })`select 1 as x`);
    expect([folded.size, [...folded.columns.fields.keys()]]).toEqual([0, ["x"]]);
    expect(await rowsFrom(sql`select 1 as x where false`)).toEqual([]);
  });

  it("of many batches is one, and goes into the next query", async () => {
    const columns = await columnsFrom(sql.with({ batchSize: 500 })`select i, l, w, s from ${parquetFile(path)}`);
    expect(columns.size).toBe(5000);
    const [here] = await rowsFrom(
      sql`select count(*) as n, sum(i) as i, sum(len(l)) as l, count(w) as w, sum(s.b) as s from ${columns}`,
    );
    const [there] = await rowsFrom(
      sql`select count(*) as n, sum(i) as i, sum(len(l)) as l, count(w) as w, sum(s.b) as s from ${parquetFile(path)}`,
    );
    expect(here).toEqual(there);
  });
});
