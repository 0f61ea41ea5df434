import { DuckDBConnection } from "@duckdb/node-api";
import { lastValueFrom, take } from "rxjs";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { type Batch, columnOf } from "../../core/index.ts";
import { columnsFrom, type Interpolation, parquet, parquetFile, type Query, rowsFrom, sql } from "./index.ts";
import { removeSamples, sampleFile } from "./sample-file.ts";

afterAll(removeSamples);

let path = "";
beforeAll(async () => {
  path = await sampleFile("select i, i * 0.5::double as met, 'w' || i as w from range(1000) as t(i)");
});

/** The lines of an error: its code and what it says, and the place with the caret under it. */
const refusal = async (query: Query<unknown>): Promise<string> => {
  const error: unknown = await rowsFrom(query).then(
    (rows) => `gave ${rows.length} rows`,
    (reason: unknown) => reason,
  );
  return error instanceof Error ? error.message : String(error);
};

describe("a query that DuckDB refuses", () => {
  it("shows the place in the text as it was written, after values, names and letters of several bytes", async () => {
    const query = sql`select 'é😀' as a,
      ${"é😀"} as b, ${1} as c, 'é' as d, mett from ${sql`select 1 as met`}`;
    const message = await refusal(query);
    const [what, line = "", caret = ""] = message.split("\n");
    expect(what).toMatch(/^E_QUERY: .*"mett" not found.*"met"/);
    expect(line.slice(caret.indexOf("^"))).toMatch(/^mett from/);
  });

  it("shows the place of a syntax error", async () => {
    const message = await refusal(sql`select 'é😀' as a, ${"é😀"} as b from ${parquetFile(path)} whre b`);
    const [what, line = "", caret = ""] = message.split("\n");
    expect(what).toMatch(/^E_QUERY: Parser Error: syntax error at or near "b"/);
    expect(line.slice(caret.indexOf("^"))).toBe("b");
  });

  it("shows the place inside a query that it is made of", async () => {
    const inner = sql`select 1 as a,
      nix(2) as b`;
    const [, line = "", caret = ""] = (await refusal(sql`select ${3}, * from ${inner}`)).split("\n");
    expect(line.slice(caret.indexOf("^"))).toBe("nix(2) as b");
  });

  it("shows the place of what fails while it runs", async () => {
    const message = await refusal(sql`select w::integer as n from ${parquetFile(path)}`);
    expect(message).toMatch(/^E_QUERY: Conversion Error: .*'w0'.*\n.*\n +\^\n {2}try: try_cast/);
  });

  it.each<[string, () => Query<unknown>, RegExp]>([
    [
      "a table that is not there",
      () => sql`select * from nix`,
      /nix does not exist.*\n.*\n +\^\n.*parquetFile\(path\)/,
    ],
    [
      "a file that is not put in",
      () => sql`select * from '/etc/passwd.csv'`,
      /Permission.*\n.*\n.*parquetFile\(path\)/,
    ],
    ["a file read by a function", () => sql`select * from read_text('/etc/passwd')`, /Permission/],
    ["a folder", () => sql`select * from glob('/etc/*')`, /Permission|disabled/],
    ["an address", () => sql`select * from 'https://example.org/a.parquet'`, /E_QUERY/],
    ["a file beside the one put in", () => sql`from ${parquetFile(path)}, read_text(${`${path}/../x`})`, /E_QUERY/],
    ["two statements", () => sql`select 1; select 2`, /has 2 statements/],
    ["a statement that writes", () => sql`copy (select 1) to 'x.csv'`, /E_QUERY/],
    ["a statement that makes", () => sql`create table t as select 1`, /of type CREATE/],
    ["a statement that sets", () => sql`set threads = 4`, /of type SET/],
    ["a statement that attaches", () => sql`attach 'x.db'`, /E_QUERY/],
    ["a statement that installs", () => sql`install httpfs`, /of type LOAD|E_QUERY/],
    ["an explanation", () => sql`explain select 1`, /of type EXPLAIN/],
    ["a parameter of its own", () => sql`select ? + 1`, /parameter of its own, number 1/],
    ["a named parameter of its own", () => sql`select $x, ${1}`, /parameter of its own, \$x/],
    ["two columns of one name", () => sql`select 1 as a, 2 as a`, /E_COLUMN: the name "a" is ambiguous/],
    ["a type without counterpart", () => sql`select uuid() as u`, /E_TYPE: columns of type UUID.*\n {2}u\n.*cast/],
    ["an interval", () => sql`select interval 1 day as d`, /E_TYPE: columns of type INTERVAL/],
    ["a map", () => sql`select map {'a': 1} as m`, /E_TYPE: columns of type MAP/],
    ["a file that is not there", () => sql`from ${parquetFile("/nowhere/x.parquet")}`, /E_FILE: there is no such file/],
  ])("says what is wrong: %s", async (_, query, message) => {
    expect(await refusal(query())).toMatch(message);
  });

  it("is refused before anything runs where its text is empty or holds NUL", () => {
    const made = (text: string): unknown => sql(Object.assign([text], { raw: [text] }));
    for (const text of ["", " ; ", "-- only a comment", "select 1\0"])
      expect(() => made(text)).toThrow(expect.objectContaining({ code: "E_QUERY" }));
    expect(() => (sql as unknown as (text: string) => unknown)("select 1")).toThrow("E_TYPE");
  });

  it("says that memory runs out", async () => {
    const little = sql.with({ memoryLimit: "20MB", threads: 1 });
    expect(await refusal(little`select count(distinct hash(i)) from range(${20_000_000n}) as t(i)`)).toMatch(
      /^E_LIMIT/,
    );
  });
});

describe("a query takes no stream for a table", () => {
  it("that is no query, has stages pending, or has other events than its text says", async () => {
    const piped = sql`select 1 as x`.pipe(take(1)) as unknown as Interpolation;
    expect(() => sql`from ${piped}`).toThrow(/E_TYPE: a stream that is no query/);
    expect(() => sql`from ${parquet(path) as unknown as Interpolation}`).toThrow("E_TYPE");
    const folded = sql.with({ fold: { of: 2, index: 0 } })`select 1 as x`;
    expect(() => sql`from ${folded}`).toThrow("E_TYPE");
    const batch: Batch = await lastValueFrom(sql`select 1 as x`);
    expect(await rowsFrom(sql`from ${batch}`)).toEqual([{ x: 1 }]);
    const pending = { ...batch, stages: [{ operator: "filter", flavour: "hard" }] } as unknown as Batch;
    expect(() => sql`from ${pending}`).toThrow(/E_TYPE: stages are pending/);
  });

  it("and rowsFrom takes nothing but queries", async () => {
    const wrong = parquet<{ met: number }>(path) as Query<{ met: number }>;
    await expect(rowsFrom(wrong)).rejects.toMatchObject({ code: "E_TYPE" });
    await expect(columnsFrom(wrong)).rejects.toMatchObject({ code: "E_TYPE" });
  });
});

describe("a query that takes long", () => {
  const long = () => sql`select sum(a.i * b.i) as s from range(${300_000n}) as a(i), range(${300_000n}) as b(i)`;

  it.each([0, 1, 3, 10, 30, 100, 300])(
    "is interrupted by an abort after %d ms, whatever it does then",
    async (delay) => {
      const stop = new AbortController();
      setTimeout(() => stop.abort(), delay);
      await expect(rowsFrom(long(), { signal: stop.signal })).rejects.toMatchObject({ code: "E_CANCELLED" });
      await expect(columnsFrom(long(), { signal: stop.signal })).rejects.toMatchObject({ code: "E_CANCELLED" });
    },
  );

  it("is interrupted by an unsubscribe, and leaves its connection", async () => {
    const closed = vi.spyOn(DuckDBConnection.prototype, "closeSync");
    const errors: unknown[] = [];
    const subscription = long().subscribe({ error: (error: unknown) => errors.push(error) });
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(closed).not.toHaveBeenCalled();
    subscription.unsubscribe();
    await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce(), 4000);
    expect(errors).toEqual([]);
    closed.mockRestore();
  });

  it("is interrupted over columns in memory too", async () => {
    const columns = columnOf(Array.from({ length: 5000 }, (_, i) => ({ i })));
    if (columns.kind !== "record") throw new Error("no record");
    const rows = sql.with({ batchSize: 1000 })`select a.i from ${columns} a, ${columns} b, ${columns} c`;
    const first: Batch = await lastValueFrom(rows.pipe(take(1)));
    expect(first.size).toBe(1000);
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const sum = rowsFrom(sql`select sum(a.i) as s from ${columns} a, ${columns} b, ${columns} c`, {
      signal: stop.signal,
    });
    await expect(sum).rejects.toMatchObject({ code: "E_CANCELLED" });
  });
});
