import type { DuckDBConnection, DuckDBType } from "@duckdb/node-api";
import { type Format, globOf, quoteText, tableSql } from "./sql.ts";

/** A column of a file: its name there, its place, and its type. */
export interface FileColumn {
  readonly name: string;
  readonly place: number;
  readonly type: DuckDBType;
}

const rowsOf = async (connection: DuckDBConnection, sql: string) => (await connection.runAndReadAll(sql)).getRows();

/** The names at the top of a schema tree that is listed depth first, each with its number of children. */
const topNames = (nodes: readonly (readonly [name: string, children: number])[]): readonly string[] => {
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

/** Names as the file has them: DuckDB itself renames a column where another has that name in any case. */
const rawNames: Readonly<Record<Format, (connection: DuckDBConnection, path: string) => Promise<readonly string[]>>> = {
  parquet: async (connection, path) => {
    const sql = `select name, num_children from parquet_schema(${quoteText(globOf(path))})`;
    return topNames((await rowsOf(connection, sql)).map(([name, children]) => [String(name), Number(children ?? 0)]));
  },
  csv: async (connection, path) => {
    const table = `read_csv(${quoteText(globOf(path))}, header = false, all_varchar = true, hive_partitioning = false)`;
    const [header = []] = await rowsOf(connection, `select * from ${table} limit 1`);
    return header.map((name) => (name === null ? "" : String(name)));
  },
};

const isRenamed = (raw: string, name: string): boolean =>
  raw === name || raw === "" || name.toLowerCase().startsWith(`${raw.toLowerCase()}_`);

/** The columns of a table, those of the first file where it consists of several. */
export const fileColumns = async (
  connection: DuckDBConnection,
  format: Format,
  paths: readonly string[],
): Promise<readonly FileColumn[]> => {
  const head = await connection.run(`select * from ${tableSql(format, paths)} limit 0`);
  const types = head.columnTypes();
  const names = head.columnNames();
  const raw = await rawNames[format](connection, paths[0] ?? "");
  return types.map((type, place) => {
    const name = names[place] ?? "";
    const inFile = raw.length === types.length ? raw[place] : undefined;
    return { name: inFile !== undefined && isRenamed(inFile, name) ? inFile : name, place, type };
  });
};

const counts: Readonly<Record<Format, ((paths: readonly string[]) => string) | undefined>> = {
  parquet: (paths) => {
    const files = paths.map((path) => quoteText(globOf(path))).join(", ");
    return `select sum(num_rows) from parquet_file_metadata([${files}])`;
  },
  csv: undefined,
};

/** How many events the files say they hold; undefined where they do not say. */
export const statedRows = async (
  connection: DuckDBConnection,
  format: Format,
  paths: readonly string[],
): Promise<number | undefined> => {
  const sql = counts[format]?.(paths);
  return sql === undefined ? undefined : Number((await rowsOf(connection, sql))[0]?.[0] ?? 0);
};
