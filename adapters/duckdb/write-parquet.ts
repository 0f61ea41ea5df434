import { randomUUID } from "node:crypto";
import { realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { fail, isJagradError } from "../../core/index.ts";
import { sameShape } from "../same-shape.ts";
import { type ColumnTable, columnTable, registerColumns } from "./column-table.ts";
import { dualKey, dualsIn, textOf } from "./dual-metadata.ts";
import { needsPlainNumbers } from "./exact-numbers.ts";
import { type PlainEvents, withParameters } from "./plain-events.ts";
import { session } from "./session.ts";
import { spreadDuals } from "./spread-duals.ts";
import { quoteText } from "./sql.ts";

export interface WriteOptions {
  readonly compression?: "zstd" | "snappy" | "uncompressed";
  /** What the writer may allocate, as DuckDB writes it; the events are collected in it. Default `4GB`. */
  readonly memoryLimit?: string;
}

async function* each(events: PlainEvents | AsyncIterable<PlainEvents>): AsyncGenerator<PlainEvents> {
  try {
    if (Symbol.asyncIterator in events) yield* events;
    else yield events;
  } catch (cause) {
    throw isJagradError(cause) ? cause : fail("E_UPSTREAM", { what: `the events to write end early: ${cause}`, cause });
  }
}

/** What a file has to be written with besides its events. */
interface Copying {
  /** What the file says of derivatives; undefined where there are none. */
  dual?: string | undefined;
  /** Without dictionaries of numbers. */
  plain: boolean;
}

async function* collect(
  connection: DuckDBConnection,
  events: PlainEvents | AsyncIterable<PlainEvents>,
  copying: Copying,
): AsyncGenerator<number> {
  let first: ColumnTable | undefined;
  let table: ColumnTable = { columns: { kind: "record", fields: new Map() }, rows: 0 };
  registerColumns(connection, "written_columns", () => table);
  for await (const piece of each(events)) {
    const { columns, rows, parameters } = withParameters(piece);
    table = columnTable(spreadDuals(columns, parameters), rows);
    const duals = dualsIn(columns, []);
    const dual = duals.length > 0 ? textOf({ parameters, columns: duals }) : undefined;
    if (first !== undefined && (!sameShape(first.columns, table.columns) || dual !== copying.dual))
      throw fail("E_SCHEMA", { what: "the columns to write, or their parameters, differ from the first" });
    await connection.run(
      first
        ? "insert into events select * from written_columns()"
        : "create table events as select * from written_columns()",
    );
    first ??= table;
    copying.dual = dual;
    copying.plain ||= needsPlainNumbers(table.columns);
    yield rows;
  }
  if (first === undefined) throw fail("E_SHAPE", { what: "there is nothing to write, not even columns" });
}

const copySql = (draft: string, compression: string, { dual, plain }: Copying): string => {
  const more = [
    ...(dual === undefined ? [] : [`kv_metadata { ${quoteText(dualKey)}: ${quoteText(dual)} }`]),
    ...(plain ? ["dictionary_size_limit 0"] : []),
  ];
  return `copy events to ${quoteText(draft)} (${["format parquet", `compression ${compression}`, ...more].join(", ")})`;
};

/**
 * Writes events to a Parquet file: numbers, truth values and texts, lists and records of them to any depth. Numbers with
 * derivatives stand in several columns: `m`, `d_m_d_scale` for each parameter, `adjoint_m`; `readParquet` puts them
 * together again, bit by bit. The file appears under its name only when it is complete.
 * @param events - columns without names of parameters call them `0, 1, ...`
 * @returns the number of events
 * @throws E_COLUMN, E_AMBIGUOUS where names cannot stand in a file; E_SCHEMA where columns change; E_TYPE where stages
 * are pending on a batch; E_FILE where writing fails
 */
export const writeParquet = async (
  path: string,
  events: PlainEvents | AsyncIterable<PlainEvents>,
  options: WriteOptions = {},
): Promise<number> => {
  const { compression = "zstd", memoryLimit = "4GB" } = options;
  if (path === "" || path.includes("\0")) throw fail("E_FILE", { what: "this is not the name of a file", where: path });
  const folder = await realpath(dirname(path)).catch((cause: unknown) => {
    throw fail("E_FILE", { what: "there is no such folder", where: dirname(path), cause });
  });
  const target = join(folder, basename(path));
  const draft = `${target}.${randomUUID()}.tmp`;
  const copying: Copying = { plain: false };
  const work = async function* (connection: DuckDBConnection): AsyncGenerator<number> {
    yield* collect(connection, events, copying);
    await connection.run(copySql(draft, compression, copying));
  };
  let total = 0;
  try {
    const limits = { threads: 2, memoryLimit, paths: [draft], name: path, cure: "check that the disk has room" };
    for await (const rows of session(limits, new AbortController().signal, work)) total += rows;
    await rename(draft, target).catch((cause: unknown) => {
      throw fail("E_FILE", { what: "the finished file cannot take this name", where: path, cause });
    });
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
  return total;
};
