import type { DuckDBConnection } from "@duckdb/node-api";
import { globOf, quoteText } from "./sql.ts";

/** The names at the top of a schema tree that is listed depth first, each node with its number of children. */
export const topNames = (nodes: readonly (readonly [name: string, children: number])[]): readonly string[] => {
  const names: string[] = [];
  let pending = 0;
  for (const [name, children] of nodes.slice(1)) {
    if (pending === 0) {
      names.push(name);
      pending = 1;
    }
    pending += children - 1;
  }
  return names;
};

/** The names of the columns of a Parquet file. */
export const parquetNames = async (connection: DuckDBConnection, path: string): Promise<readonly string[]> => {
  const sql = `select name, num_children from parquet_schema(${quoteText(globOf(path))})`;
  const rows = (await connection.runAndReadAll(sql)).getRows();
  return topNames(rows.map(([name, children]) => [String(name), Number(children ?? 0)]));
};

/** How many rows Parquet files say they hold. */
export const parquetRows = async (connection: DuckDBConnection, paths: readonly string[]): Promise<number> => {
  const files = paths.map((path) => quoteText(globOf(path))).join(", ");
  const sql = `select sum(num_rows) from parquet_file_metadata([${files}])`;
  return Number((await connection.runAndReadAll(sql)).getRows()[0]?.[0] ?? 0);
};
