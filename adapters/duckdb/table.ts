import type { DuckDBConnection, DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { fail } from "../../core/index.ts";
import { csvDialect } from "./csv-dialect.ts";
import type { FileColumn } from "./file-column.ts";
import { parquetNames, parquetRows } from "./parquet-metadata.ts";
import { csvCheck, csvTable, parquetTable, typedCsvTable } from "./sql.ts";

export type Format = "parquet" | "csv";

/** A table that files hold, or that a query gives. */
export interface Table {
  /** The table in a statement. */
  readonly sql: string;
  readonly columns: readonly FileColumn[];
  /** How many events the files say they hold; undefined where they do not say. */
  readonly rows: number | undefined;
  /** The table in statements that are bound several times, where that would cost time each time. */
  readonly known?: string | undefined;
  /** What is bound to the parameters of `sql`, by their names, with the types that it is bound as. */
  readonly values?: Record<string, DuckDBValue>;
  readonly types?: Record<string, DuckDBType>;
  /** The error to throw for an error that a statement over this table has met. */
  readonly errorOf?: (error: unknown, statement: string) => Error;
}

export type Paths = readonly [string, ...string[]];

interface Described {
  readonly sql: string;
  /** As they are in the first file: DuckDB renames a column where another has that name in any case. */
  readonly names: readonly string[];
  readonly rows: number | undefined;
  /** The table when its columns are known. */
  readonly known?: (columns: readonly FileColumn[]) => string;
  /** A statement that says better what is wrong where the table cannot be read. */
  readonly check?: string;
}

const describe: Readonly<Record<Format, (connection: DuckDBConnection, paths: Paths) => Promise<Described>>> = {
  parquet: async (connection, paths) => ({
    sql: parquetTable(paths),
    names: await parquetNames(connection, paths[0]),
    rows: await parquetRows(connection, paths),
  }),
  csv: async (connection, paths) => {
    const { delimiter, names } = await csvDialect(connection, paths[0]);
    const check = csvCheck(paths, delimiter, names.length);
    const known = (columns: readonly FileColumn[]): string => typedCsvTable(paths[0], delimiter, columns);
    return { sql: csvTable(paths, delimiter), names, rows: undefined, check, known };
  },
};

/** True where DuckDB calls the columns as the file does, and no format of dates had to be found. */
const isPlain = (columns: readonly FileColumn[]): boolean =>
  new Set(columns.map(({ name }) => name.toLowerCase())).size === columns.length &&
  columns.every(({ name, type }) => name !== "" && !/^(DATE|TIMESTAMP)/.test(String(type)));

/** @throws E_FILE where the columns of the table are not those that the file names */
export const tableOf = async (connection: DuckDBConnection, format: Format, paths: Paths): Promise<Table> => {
  const { sql, names, rows, check, known } = await describe[format](connection, paths);
  const head = connection.run(`select * from ${sql} limit 0`).catch(async (error: unknown) => {
    if (check !== undefined) await connection.run(check);
    throw error;
  });
  const types = (await head).columnTypes();
  if (types.length !== names.length)
    throw fail("E_FILE", { what: `the file names ${names.length} columns and has ${types.length}`, where: paths[0] });
  const columns = types.map((type, place) => ({ name: names[place] ?? "", place, type }));
  return { sql, columns, rows, known: isPlain(columns) ? known?.(columns) : undefined };
};
