import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { DuckDBDecimalValue, DuckDBListValue, DuckDBStructValue, type DuckDBValue } from "@duckdb/node-api";
import { lastValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";
import { plainRows } from "../plain-rows.ts";
import { parquet } from "./index.ts";
import { askDuckDB } from "./sample-file.ts";
import { quoteText } from "./sql.ts";

const root = sharedData("data/parquet");

/** A value that DuckDB's own reader hands out, as plain data. */
const plain = (value: DuckDBValue): unknown => {
  if (value instanceof DuckDBListValue) return value.items.map(plain);
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(Object.entries(value.entries).map(([name, entry]) => [name, plain(entry)]));
  if (value instanceof DuckDBDecimalValue) return Number(value.value) / 10 ** value.scale;
  if (typeof value === "object" && value !== null && "micros" in value) return value.micros;
  if (typeof value === "object" && value !== null && "days" in value) return BigInt(Number(value.days));
  return value;
};
const numbers = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, inner) => (typeof inner === "bigint" ? Number(inner) : inner)));

const compare = async (path: string): Promise<"equal" | "different" | "refused"> => {
  const batches = await lastValueFrom(parquet(path).pipe(toArray())).catch((error: unknown) => {
    expect(error).toMatchObject({ code: expect.stringMatching(/E_TYPE|E_FILE/) });
    return undefined;
  });
  if (batches === undefined) return "refused";
  const rows = batches.flatMap((batch) => plainRows(batch.columns, batch.size)).map((row) => Object.values(row ?? {}));
  const wanted = await askDuckDB(`select * from read_parquet(${quoteText(path)}, hive_partitioning = false)`);
  const told = wanted.map((row) => row.map(plain));
  return JSON.stringify(numbers(rows)) === JSON.stringify(numbers(told)) ? "equal" : "different";
};

describe("Parquet files of other writers", () => {
  it.skipIf(root === undefined).each([
    ["good-apache", 24],
    ["awkward-samples", 8],
    ["hyparquet", 20],
  ])(
    "of %s give the values that the reader of rows gives",
    async (folder, atLeast) => {
      const files = (await readdir(join(root ?? "", folder))).filter((name) => name.endsWith(".parquet"));
      const outcomes = new Map<string, string>();
      for (const file of files) outcomes.set(file, await compare(join(root ?? "", folder, file)));
      expect([...outcomes].filter(([, outcome]) => outcome === "different")).toEqual([]);
      expect([...outcomes.values()].filter((outcome) => outcome === "equal").length).toBeGreaterThanOrEqual(atLeast);
    },
    30_000,
  );
});
