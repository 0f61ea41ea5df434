import { randomUUID } from "node:crypto";
import { realpath, rename, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { type DuckDBConnection, DuckDBTableFunction } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import { checkColumn, fail, isJagradError, lengthOf, type RecordColumn } from "../../core/index.ts";
import { sameShape } from "../same-shape.ts";
import { session } from "./session.ts";
import { quoteText } from "./sql.ts";
import { writeVector } from "./write-vector.ts";
import { checkNames, writtenType } from "./written-type.ts";

export interface WriteOptions {
  readonly compression?: "zstd" | "snappy" | "uncompressed";
  /** What the writer may allocate, as DuckDB writes it; the events are collected in it. Default `4GB`. */
  readonly memoryLimit?: string;
}

/** A table function over one set of columns after the other. */
const tableOver = (connection: DuckDBConnection) => {
  let columns: RecordColumn = { kind: "record", fields: new Map() };
  let next = 0;
  const table = DuckDBTableFunction.create({
    name: "written_columns",
    bindFunction: (bind) => {
      for (const [name, column] of columns.fields) bind.addResultColumn(name, writtenType(column, name));
      bind.setCardinality(lengthOf(columns), true);
    },
    initFunction: (init) => {
      init.setMaxThreads(1);
      next = 0;
    },
    mainFunction: (_info, out) => {
      const rows = Math.min(native.vector_size(), lengthOf(columns) - next);
      native.data_chunk_set_size(out.chunk, rows);
      [...columns.fields.values()].forEach((column, k) => {
        writeVector(native.data_chunk_get_vector(out.chunk, k), column, next, rows);
      });
      next += rows;
    },
  });
  connection.registerTableFunction(table);
  return (piece: RecordColumn): void => {
    columns = piece;
  };
};

async function* each(columns: RecordColumn | AsyncIterable<RecordColumn>): AsyncGenerator<RecordColumn> {
  try {
    if (Symbol.asyncIterator in columns) yield* columns;
    else yield columns;
  } catch (cause) {
    throw isJagradError(cause) ? cause : fail("E_UPSTREAM", { what: `the events to write end early: ${cause}`, cause });
  }
}

async function* collect(
  connection: DuckDBConnection,
  columns: RecordColumn | AsyncIterable<RecordColumn>,
): AsyncGenerator<number> {
  const show = tableOver(connection);
  let first: RecordColumn | undefined;
  for await (const piece of each(columns)) {
    checkColumn(piece, lengthOf(piece));
    checkNames(piece.fields.keys(), "");
    if (piece.fields.size === 0) throw fail("E_TYPE", { what: "events without columns cannot be written" });
    if (first !== undefined && !sameShape(first, piece))
      throw fail("E_SCHEMA", { what: "the columns to write differ from the first" });
    for (const [name, column] of piece.fields) writtenType(column, name);
    show(piece);
    await connection.run(
      first
        ? "insert into events select * from written_columns()"
        : "create table events as select * from written_columns()",
    );
    first ??= piece;
    yield lengthOf(piece);
  }
  if (first === undefined) throw fail("E_SHAPE", { what: "there is nothing to write, not even columns" });
}

/**
 * Writes events to a Parquet file: numbers, truth values and texts, lists and records of them to any depth. The file
 * appears under its name only when it is complete.
 * @returns the number of events
 * @throws E_COLUMN where names cannot stand in a file; E_SCHEMA where columns change; E_FILE where writing fails
 */
export const writeParquet = async (
  path: string,
  columns: RecordColumn | AsyncIterable<RecordColumn>,
  options: WriteOptions = {},
): Promise<number> => {
  const { compression = "zstd", memoryLimit = "4GB" } = options;
  if (path === "" || path.includes("\0")) throw fail("E_FILE", { what: "this is not the name of a file", where: path });
  const folder = await realpath(dirname(path)).catch((cause: unknown) => {
    throw fail("E_FILE", { what: "there is no such folder", where: dirname(path), cause });
  });
  const target = join(folder, basename(path));
  const draft = `${target}.${randomUUID()}.tmp`;
  const work = async function* (connection: DuckDBConnection): AsyncGenerator<number> {
    yield* collect(connection, columns);
    await connection.run(`copy events to ${quoteText(draft)} (format parquet, compression ${compression})`);
  };
  let events = 0;
  try {
    const limits = { threads: 2, memoryLimit, paths: [draft], name: path, cure: "check that the disk has room" };
    for await (const rows of session(limits, new AbortController().signal, work)) events += rows;
    await rename(draft, target).catch((cause: unknown) => {
      throw fail("E_FILE", { what: "the finished file cannot take this name", where: path, cause });
    });
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
  return events;
};
