import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { type Interpolation, identifier, parquetFile, rowsFrom, sql } from "./index.ts";
import { removeSamples, sampleFile } from "./sample-file.ts";
import { sqlTokens } from "./sql-tokens.ts";

afterAll(removeSamples);

/** What DuckDB takes a value for, and the value again. */
const seen = async (value: Interpolation): Promise<readonly unknown[]> => {
  const [row] = await rowsFrom(
    sql<{ type: string; value: unknown }>`select typeof(${value}) as type, ${value} as value`,
  );
  return [row?.type, row?.value];
};

describe("a value in a query", () => {
  it.each<[Interpolation, string, unknown]>([
    [20, "INTEGER", 20],
    [-(2 ** 31), "INTEGER", -(2 ** 31)],
    [2 ** 31, "BIGINT", 2n ** 31n],
    [2 ** 53, "DOUBLE", 2 ** 53],
    [0.1, "DOUBLE", 0.1],
    [-0, "DOUBLE", -0],
    [5e-324, "DOUBLE", 5e-324],
    [5n, "BIGINT", 5n],
    [-(2n ** 63n), "BIGINT", -(2n ** 63n)],
    [2n ** 63n, "HUGEINT", 2 ** 63],
    [true, "BOOLEAN", true],
    ["", "VARCHAR", ""],
  ])("is bound as what it is: %s", async (value, type, back) => {
    expect(await seen(value)).toEqual([type, back]);
  });

  it("may be null", async () => {
    expect(await rowsFrom(sql`select ${null} as x, ${null} is null as y`)).toEqual([{ x: null, y: true }]);
  });

  it("never becomes text, whatever it holds", async () => {
    const nasty = ["'; drop table t; --", "' or 1 = 1 --", "\0", "$1 ? $jagrad_0", "\\'", '"', "é☃😀", "\u2028", "{x}"];
    const texts = [...nasty, ...fc.sample(fc.string({ unit: "binary" }), { numRuns: 30, seed: 7 })];
    const query = texts.reduce(
      (before, text, k) => sql`from ${before} union all select ${k}, ${text}`,
      sql<{ k: number; text: string }>`select -1 as k, '' as text`,
    );
    expect(await rowsFrom(sql`from ${query} order by k`)).toEqual([
      { k: -1, text: "" },
      ...texts.map((text, k) => ({ k, text })),
    ]);
  });

  it("may stand where SQL takes a value, and only there", async () => {
    const rows = await rowsFrom(
      sql`select i from range(${10n}) as t(i) where i in (${3}, ${5n}) limit ${1} offset ${1}`,
    );
    expect(rows).toEqual([{ i: 5n }]);
    await expect(rowsFrom(sql`select 1 as x order by ${"x"}`)).rejects.toMatchObject({
      code: "E_QUERY",
      cure: /identifier/,
    });
    await expect(rowsFrom(sql`select 1 from ${"t"}`)).rejects.toMatchObject({ code: "E_QUERY" });
  });

  it("does not run into the text around it", async () => {
    const rows = await rowsFrom(sql`select ${1}as x,-${2}as y,a${identifier("z")}from${sql`select 3 as a`}`);
    expect(rows).toEqual([{ x: 1, y: -2, z: 3 }]);
  });

  it.each<[unknown, string]>([
    [Number.NaN, "E_NONFINITE"],
    [Number.POSITIVE_INFINITY, "E_NONFINITE"],
    [2n ** 127n, "E_LIMIT"],
    [undefined, "E_TYPE"],
    [{}, "E_TYPE"],
    [[1, 2], "E_TYPE"],
    [new Date(0), "E_TYPE"],
    [() => 1, "E_TYPE"],
    [Symbol("x"), "E_TYPE"],
    ["\ud800", "E_TYPE"],
    [{ kind: "files", format: "parquet", paths: ["/etc/passwd"] }, "E_TYPE"],
    [{ columns: 1, size: 1, parameters: [] }, "E_TYPE"],
    [{ kind: "record" }, "E_TYPE"],
  ])("is refused where it is none, with its place: %s", (value, code) => {
    const make = () => sql`select 1, ${value as Interpolation}`;
    expect(make).toThrow(expect.objectContaining({ code }));
    if (code !== "E_LIMIT") expect(make).toThrow(/select 1, \S{6}\n +\^{6}/);
  });

  it.each<[string, (value: Interpolation) => unknown]>([
    ["a text", (x) => sql`select 'it''s ${x}'`],
    ["a text with escapes", (x) => sql`select e'\' ${x}'`],
    ["a name", (x) => sql`select "a""${x}"`],
    ["dollars", (x) => sql`select $a$ ' ${x} $a$`],
    ["a text that does not end", (x) => sql`select ' ${x}`],
    ["a comment", (x) => sql`select 1 -- ' ${x}`],
    ["a comment in a comment", (x) => sql`select 1 /* /* */ ${x} */`],
  ])("is refused inside %s", (_, make) => {
    for (const value of [1, identifier("x"), parquetFile("it's.parquet"), sql`select 1`])
      expect(() => make(value)).toThrow(expect.objectContaining({ code: "E_QUERY" }));
  });

  it("is refused in a query whose text would go on in the one around it", () => {
    for (const text of ["select 'a", 'select "a', "select $$a", "select 1 /* a", "select 1 /* /* */", "select 'a''"])
      expect(() => sql(Object.assign([text], { raw: [text] }))).toThrow(/E_QUERY: a (quotation|comment) is not closed/);
  });

  it("may stand between quotations and comments", async () => {
    const rows = await rowsFrom(
      sql`select 'it''s' || ${"a"} || date'2020-01-01' || ${"b"} || $$ ' $$ as x, -- ' "
      /* ' /* */ " */ ${2} as "y""'"`,
    );
    expect(rows).toEqual([{ x: "it'sa2020-01-01b ' ", "y\"'": 2 }]);
  });
});

describe("a name in a query", () => {
  it.each(["", "a\0b", "\ud800"])("is refused where SQL cannot write it: %j", (name) => {
    expect(() => identifier(name)).toThrow(expect.objectContaining({ code: "E_COLUMN" }));
  });

  it("does not make a file of a path", async () => {
    const path = await sampleFile("select 1 as x");
    const query = sql`select * from ${identifier(path)}`;
    await expect(rowsFrom(query)).rejects.toMatchObject({ code: "E_QUERY" });
  });
});

describe("the tokens of SQL", () => {
  it("are those of DuckDB: what is quoted, what is a comment", () => {
    const kinds = (text: string): string =>
      [...sqlTokens(text)].map(({ kind, start, end }) => `${kind[0]}${text.slice(start, end)}`).join("|");
    expect(kinds("a'b''c'd")).toBe("pa|q'b''c'|pd");
    expect(kinds("E'\\''e'x'")).toBe("qE'\\''|qe'x'");
    expect(kinds("date'x'")).toBe("pdate|q'x'");
    expect(kinds("1e'x'")).toBe("p1e|q'x'");
    expect(kinds('"a""b"')).toBe('q"a""b"');
    expect(kinds("$$a$b$$ $a$ $$ $a$ a$b$")).toBe("q$$a$b$$|p |q$a$ $$ $a$|p |pa$b$");
    expect(kinds("$1$2")).toBe("p$|p1|p$|p2");
    expect(kinds("--a\nb/*/**/*/c")).toBe("c--a|p\n|pb|c/*/**/*/|pc");
    expect(kinds("'a")).toBe("q'a");
  });
});
