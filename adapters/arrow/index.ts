import type { EventsType, Schema, Source, TypedSchema } from "../../core/index.ts";
import { checkSchema, withoutMissing } from "../check-schema.ts";
import { type Events, eventsFrom, type Open } from "../events.ts";
import { folded, foldedSize, numbered } from "../pieces.ts";
import { schemaAndOptions } from "../schema-and-options.ts";
import { fitting } from "./fitting.ts";
import { type ArrowSource, type Declared, opened } from "./open-source.ts";
import { type ArrowOptions, settingsOf } from "./options.ts";
import { piecesOf } from "./read-events.ts";
import { typeOfFields } from "./type-of-fields.ts";

export type { DualParameter } from "../../core/index.ts";
export { type Events, eventsFrom, type Open } from "../events.ts";
export type { Fold } from "../pieces.ts";
export { typeOf } from "../type-of.ts";
export { columnsOf } from "./columns-of.ts";
export { type DualColumn, dualInfo } from "./dual-of-table.ts";
export type { ArrowChunks } from "./from-chunks.ts";
export type { ArrowSource } from "./open-source.ts";
export type { ArrowOptions, FieldNames, Records } from "./options.ts";
export { type TableOptions, type Tabular, tableOf } from "./table-of.ts";
export { type IpcOptions, toIpc } from "./to-ipc.ts";

/** Opens a source. The type of an event is given, or follows from a schema that the source is checked against. */
export interface OpenArrow {
  <E>(from: ArrowSource, schema: TypedSchema<E>, options?: ArrowOptions): Events<E>;
  <E>(from: ArrowSource, options?: ArrowOptions): Events<E>;
}

/**
 * Events from Arrow: a file or stream by path, its bytes or chunks of them, a table, or record batches. Only columns
 * that the lambdas mention are looked at, and their values are shared where the layout is the same. Numbers of up to 16
 * bits become `i32`, other whole numbers `i64` save `int32`, float16 `f32`; dates and times are numbers of their units.
 * Of columns that carry derivatives events have the values; `columnsOf` reads the derivatives too.
 * @param from - buffers of a table or of bytes must not change while events are read
 * @throws E_TYPE where the source is none of these; in the stream: E_FILE where bytes are malformed or cut; E_TYPE where
 * a column that is asked for has a type without counterpart; E_COLUMN, E_SHAPE where `records` does not fit;
 * E_OFFSETS, E_SHAPE, E_LIMIT where buffers do not fit; E_REPLAY where chunks are read a second time
 * With a schema, E_COLUMN and E_SCHEMA show both sides where a column is not there, is of another type, or is missing in
 * an event without being `optional`.
 * @example
 * arrow("events.arrow", record({ met: f64, muon: list(record({ pt: f32, charge: i32 })) }))
 */
export const arrow: OpenArrow = <E>(
  from: ArrowSource,
  second: Schema | ArrowOptions = {},
  third?: ArrowOptions,
): Events<E> => {
  const { schema, options } = schemaAndOptions(second, third);
  const { records, fold, batchSize, name } = settingsOf(options);
  const { source: bare, declared, parts } = opened(from, name);
  const typeIn = ({ fields, rows }: Declared): EventsType =>
    typeOfFields(fields, records, rows === undefined ? undefined : foldedSize(rows, fold));
  const source: Source = declared ? { ...bare, type: async () => typeIn(await declared()) } : bare;
  const read: Open = (demand, signal) => {
    const all = schema
      ? fitting(parts(), declared, (found) => checkSchema(schema, typeIn(found), source.name))
      : parts();
    return numbered(source, folded(piecesOf(all, records, batchSize, demand, signal, source.name), fold));
  };
  return eventsFrom<E>(source, schema ? withoutMissing(read, schema, source.name) : read);
};
