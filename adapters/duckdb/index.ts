import type { Events } from "../events.ts";
import type { FileOptions } from "./options.ts";
import { readFiles } from "./read-files.ts";

export { type Events, eventsFrom, type Open } from "../events.ts";
export type { Fold } from "../pieces.ts";
export type { FieldNames, FileOptions, Records } from "./options.ts";

/**
 * Events from Parquet files, read one after the other. Only columns that the lambdas mention are read. FLOAT stays
 * `f32`; small whole numbers become `i32`, larger ones `i64`, HUGEINT and DECIMAL `f64`; DATE is a number of days and
 * TIMESTAMP a number of its units since 1970-01-01.
 * @throws in the stream: E_FILE where a file is missing, damaged, or holds fewer events than it says; E_COLUMN, E_SHAPE
 * where `records` does not fit the file; E_TYPE where a column that is asked for has a type without counterpart
 */
export const parquet = <E>(path: string | readonly string[], options: FileOptions = {}): Events<E> =>
  readFiles("parquet", typeof path === "string" ? [path] : path, options);

/**
 * Events from a CSV file with a line of names. Types are found by looking at every line; an empty field is missing,
 * `nan` and `inf` are numbers, whole numbers are `i32` where all of a column fit and `i64` otherwise.
 * @throws as `parquet` does
 */
export const csv = <E>(path: string, options: FileOptions = {}): Events<E> => readFiles("csv", [path], options);
export { type WriteOptions, writeParquet } from "./write-parquet.ts";
