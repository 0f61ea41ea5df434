import type { DuckDBConnection } from "@duckdb/node-api";
import { type EventColumns, eventColumns, fail } from "../../core/index.ts";
import { joinPieces } from "../join-pieces.ts";
import { dualMetadata } from "./dual-metadata.ts";
import { inputFile } from "./files.ts";
import { joinDuals } from "./join-duals.ts";
import { settingsOf } from "./options.ts";
import { readTable } from "./read-table.ts";
import { session } from "./session.ts";
import { tableOf } from "./table.ts";

export interface ReadOptions {
  readonly signal?: AbortSignal;
  /** Threads of the reader; default 2. */
  readonly threads?: number;
  /** What the reader itself may allocate, as DuckDB writes it; default `1GB`. */
  readonly memoryLimit?: string;
}

/**
 * All events of a Parquet file as columns in memory. Numbers that `writeParquet` wrote with their derivatives have them
 * again.
 * @throws E_FILE where the file is missing or damaged, or its metadata do not fit its columns; E_TYPE where a column has
 * a type without counterpart; E_CANCELLED after an abort
 */
export const readParquet = async (path: string, options: ReadOptions = {}): Promise<EventColumns> => {
  const { signal = new AbortController().signal, ...reading } = options;
  const settings = settingsOf(reading);
  const file = await inputFile(path);
  const limits = { ...settings, paths: [file.path], name: path, cure: "check that the file is whole" };
  const work = async function* (connection: DuckDBConnection): AsyncGenerator<EventColumns> {
    const metadata = await dualMetadata(connection, file.path);
    const table = await tableOf(connection, "parquet", [file.path]);
    const { columns, size } = await joinPieces(
      readTable(connection, table, settings, { names: undefined }, () => undefined),
      undefined,
    );
    if (table.rows !== undefined && size !== table.rows)
      throw fail("E_FILE", { what: `${size} events were read, but the file says that it holds ${table.rows}` });
    yield eventColumns(metadata ? joinDuals(columns, metadata) : columns, size, metadata?.parameters ?? []);
  };
  for await (const events of session(limits, signal, work)) return events;
  throw fail("E_FILE", { what: "the file gave nothing", where: path });
};
