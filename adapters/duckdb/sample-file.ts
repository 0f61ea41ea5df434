import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DuckDBInstance, type DuckDBValue } from "@duckdb/node-api";
import { quoteText } from "./sql.ts";

/** Runs a statement on an open instance and returns its rows: the second reader that tests compare with. */
export const askDuckDB = async (sql: string): Promise<readonly (readonly DuckDBValue[])[]> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: "1" });
  const connection = await instance.connect();
  try {
    return (await connection.runAndReadAll(sql)).getRows();
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

const folders: string[] = [];

/** A name for a file in a new temporary folder. */
export const samplePath = async (name: string): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), "jagrad-sample-"));
  folders.push(folder);
  return join(folder, name);
};

/** Removes the temporary folders: what test files call at their end. */
export const removeSamples = async (): Promise<void> => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true, force: true })));
};

/** A Parquet file with the result of a query, for tests. */
export const sampleFile = async (query: string, options = "format parquet"): Promise<string> => {
  const path = await samplePath("sample.parquet");
  await askDuckDB(`copy (${query}) to ${quoteText(path)} (${options})`);
  return path;
};
