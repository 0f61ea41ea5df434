import type { Schema, TypedSchema } from "../../core/index.ts";
import type { Events } from "../events.ts";
import { schemaAndOptions } from "../schema-and-options.ts";
import type { FileOptions } from "./options.ts";
import { readFiles } from "./read-files.ts";

export { type Events, eventsFrom, type Open } from "../events.ts";
export type { Fold } from "../pieces.ts";
export { typeOf } from "../type-of.ts";
export type { FieldNames, FileOptions, Records } from "./options.ts";

/** Opens files. The type of an event is given, or follows from a schema that the files are checked against. */
export interface OpenFiles<P> {
  <E>(path: P, schema: TypedSchema<E>, options?: FileOptions): Events<E>;
  <E>(path: P, options?: FileOptions): Events<E>;
}

/**
 * Events from Parquet files, read one after the other. Only columns that the lambdas mention are read. FLOAT stays
 * `f32`; small whole numbers become `i32`, larger ones `i64`, HUGEINT and DECIMAL `f64`; DATE is a number of days and
 * TIMESTAMP a number of its units since 1970-01-01.
 * @throws in the stream: E_FILE where a file is missing, damaged, or holds fewer events than it says; E_COLUMN, E_SHAPE
 * where `records` does not fit the file; E_TYPE where a column that is asked for has a type without counterpart
 * With a schema, E_COLUMN and E_SCHEMA show both sides where a column is not there, is of another type, or is missing in
 * an event without being `optional`.
 * @example
 * parquet<Collision>("events.parquet")
 * parquet("events.parquet", record({ met: f64, muon: list(record({ pt: f32, charge: i32 })) }))
 */
export const parquet: OpenFiles<string | readonly string[]> = <E>(
  path: string | readonly string[],
  second: Schema | FileOptions = {},
  third?: FileOptions,
): Events<E> => {
  const { schema, options } = schemaAndOptions(second, third);
  return readFiles("parquet", typeof path === "string" ? [path] : path, options, schema);
};

/**
 * Events from a CSV file with a line of names. Types are found by looking at every line; an empty field is missing,
 * `nan` and `inf` are numbers, whole numbers are `i32` where all of a column fit and `i64` otherwise.
 * @throws as `parquet` does
 */
export const csv: OpenFiles<string> = <E>(
  path: string,
  second: Schema | FileOptions = {},
  third?: FileOptions,
): Events<E> => {
  const { schema, options } = schemaAndOptions(second, third);
  return readFiles("csv", [path], options, schema);
};
export type { Interpolation } from "./interpolation.ts";
export type { PlainEvents } from "./plain-events.ts";
export { type Sql, sql } from "./query.ts";
export type { Interpolated, Query } from "./query-part.ts";
export { columnsFrom, type ResultOptions, rowsFrom } from "./query-results.ts";
export { type ReadOptions, readParquet } from "./read-parquet.ts";
export { csvFile, identifier, parquetFile } from "./sql-names.ts";
export { type WriteOptions, writeParquet } from "./write-parquet.ts";
