import { DOUBLE, type DuckDBType, FLOAT, INTEGER, LIST, STRUCT, VARCHAR } from "@duckdb/node-api";
import { describe, expect, it } from "vitest";
import type { FileColumn } from "./file-column.ts";
import { layoutOf } from "./layout.ts";
import type { Records } from "./options.ts";
import { selectionOf } from "./selection.ts";
import { globOf, parquetTable, quoteText, selectSql } from "./sql.ts";

const floats = LIST(FLOAT);
const types: readonly (readonly [string, DuckDBType])[] = [
  ["run", INTEGER],
  ["Muon_pt", floats],
  ["Muon_eta", floats],
  ["Muon_charge", LIST(INTEGER)],
  ["MET_pt", FLOAT],
  ["MET_phi", FLOAT],
  ["Jet", LIST(STRUCT({ pt: FLOAT, eta: FLOAT }))],
  ["pt1", DOUBLE],
  ["pt2", DOUBLE],
  ["trigger", VARCHAR],
];
const columns: readonly FileColumn[] = types.map(([name, type], place) => ({ name, place, type }));
const records: Records = {
  muon: "Muon_*",
  met: "MET_*",
  lepton: [{ pt: "pt1" }, { pt: "pt2" }],
  path: "trigger",
};

const sql = (
  names: readonly string[] | undefined,
  using: Records = records,
  items: readonly string[] | undefined = names,
): string => {
  const demand = { names: names && new Set(names), items: items && new Set(items) };
  const { columns: selected } = selectionOf(layoutOf(columns, using), demand);
  const text = selectSql(
    "t0",
    columns.length,
    selected.map(({ column: { place }, isCounted }) => ({ place, isCounted })),
  );
  return text.slice("select ".length, text.indexOf(" from "));
};

describe("the statement that reads a file", () => {
  it("selects all columns once where nobody says what is needed", () => {
    expect(sql(undefined).split(", ").sort()).toEqual(columns.map((_, k) => `c${k}`).sort());
  });

  it("selects only what the lambdas mention", () => {
    expect(sql(["run"])).toBe("c0");
    expect(sql(["muon", "pt"])).toBe("c1");
    expect(sql(["muon", "charge", "eta"])).toBe("c2, c3");
    expect(sql(["met", "phi", "Jet"])).toBe("c5, c6");
    expect(sql(["lepton", "pt"])).toBe("c7, c8");
    expect(sql(["path"])).toBe("c9");
  });

  it("does not select a field whose record is not mentioned, nor a column by the name it lost", () => {
    expect(sql(["pt", "eta"])).toBe("1");
    expect(sql(["trigger", "Muon_pt", "MET_pt"])).toBe("1");
  });

  it("selects the length of one column where no field of a list of records is needed", () => {
    expect(sql(["muon"])).toBe("len(c1)::INTEGER");
    expect(sql(["met"])).toBe("1");
    expect(sql(["lepton"])).toBe("1");
  });

  it("selects the lengths of lists of which only the number of items is needed", () => {
    expect(sql(["Jet", "pt"], records, ["pt"])).toBe("len(c6)::INTEGER");
    expect(sql(["muon", "pt", "Jet"], records, ["pt", "Jet"])).toBe("len(c1)::INTEGER, c6");
    expect(sql(["Muon_pt", "run"], {}, [])).toBe("c0, len(c1)::INTEGER");
  });

  it("selects all of a column that one of its members reads", () => {
    const twice: Records = { jets: "Jet", more: "Jet" };
    expect(sql(["jets", "more"], twice, ["more"])).toBe("c6");
    expect(sql(["jets", "more"], twice, [])).toBe("len(c6)::INTEGER");
  });

  it("selects rows without columns where nothing is needed", () => {
    expect(sql([])).toBe("1");
    expect(selectSql("read_parquet(['f'])", 2, [])).toBe("select 1 from read_parquet(['f']) as t(c0, c1)");
  });

  it("quotes names of files and nothing else from outside", () => {
    expect(quoteText("a'b; drop table t")).toBe("'a''b; drop table t'");
    expect(globOf("/a*b[1]?.parquet")).toBe("/a[*]b[[]1][?].parquet");
    expect(parquetTable(["/a*'.parquet"])).toBe("read_parquet(['/a[*]''.parquet'], hive_partitioning = false)");
    expect(() => quoteText("a\0b")).toThrow("E_FILE");
  });
});

describe("records", () => {
  const error = (using: Records, names?: readonly string[]) => () => sql(names, using);

  it("name columns that are near when one does not exist", () => {
    expect(error({ muon: "Moun_*" })).toThrow(/E_COLUMN[\s\S]*records: { "muon"[\s\S]*"Muon_pt"/);
    expect(error({ met: { pt: "MET_pT" } })).toThrow(/E_COLUMN[\s\S]*"MET_pt"/);
    expect(error({ x: "zzzzzzzz" })).toThrow(/E_COLUMN[\s\S]*a name of this file/);
  });

  it("refuse what does not go together", () => {
    expect(error({ x: "*_pt" })).toThrow(/E_SHAPE[\s\S]*"Muon_pt" is of type FLOAT\[\], "MET_pt" of type FLOAT/);
    expect(error({ x: "M*_*" })).toThrow("E_COLUMN");
    expect(error({ x: [{ pt: "pt1" }, { eta: "pt2" }] })).toThrow("E_SHAPE");
    expect(error({ x: [] })).toThrow("E_SHAPE");
  });

  it("refuse two members of one name, but only if it is asked for", () => {
    expect(error({ run: "trigger", x: "MET_*" }, ["x", "pt"])()).toBe("c4");
    expect(error({ run: "trigger" }, ["run"])).toThrow(/E_COLUMN[\s\S]*ambiguous/);
  });

  it("refuse a column whose name another column has", () => {
    const twice = [...columns, { name: "run", place: 10, type: INTEGER }];
    expect(() => layoutOf(twice, { n: "run" })).toThrow(/E_COLUMN[\s\S]*columns 0 and 10/);
    expect(() => layoutOf(twice, { n: "r*" })).toThrow(/E_COLUMN[\s\S]*columns 0 and 10/);
    expect(selectionOf(layoutOf(twice, {}), { names: new Set(["pt1"]) }).columns.length).toBe(1);
    expect(() => selectionOf(layoutOf(twice, {}), { names: undefined })).toThrow("E_COLUMN");
  });

  it("take any name for a name", () => {
    const odd = ["__proto__", "constructor", 'a"b', "1; drop table x", "", "\u2028", "é☃", "*"];
    const strange = odd.map((name, place) => ({ name, place, type: INTEGER }));
    const members = layoutOf(strange, { all: { toString: "constructor", hasOwnProperty: "" } });
    expect(members.map(({ name }) => name)).toEqual([
      "all",
      ...odd.filter((name) => name !== "constructor" && name !== ""),
    ]);
    expect(selectionOf(members, { names: new Set(["__proto__"]) }).columns.map(({ column }) => column.place)).toEqual([
      0,
    ]);
  });
});
