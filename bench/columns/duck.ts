import { type DuckDBConnection, DuckDBInstance, type Json } from "@duckdb/node-api";

/** Runs `body` on a connection of its own. */
export const withDuckDB = async <T>(body: (connection: DuckDBConnection) => Promise<T>, threads = 1): Promise<T> => {
  const instance = await DuckDBInstance.create(":memory:", { threads: String(threads), memory_limit: "1GB" });
  const connection = await instance.connect();
  try {
    return await body(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
};

export type Row = Readonly<Record<string, Json>>;

/** The rows of a statement as objects. */
export const rowsOf = (sql: string): Promise<readonly Row[]> =>
  withDuckDB(async (connection) => (await connection.runAndReadAll(sql)).getRowObjectsJson());

/** A path as an SQL literal. */
export const quoted = (path: string): string => `'${path.replaceAll("'", "''")}'`;
