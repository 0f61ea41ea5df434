import { type Events, eventsFrom } from "../events.ts";
import { folded, numbered } from "../pieces.ts";
import { type ArrowSource, opened } from "./open-source.ts";
import { type ArrowOptions, settingsOf } from "./options.ts";
import { piecesOf } from "./read-events.ts";

export type { DualParameter } from "../../core/index.ts";
export { type Events, eventsFrom, type Open } from "../events.ts";
export type { Fold } from "../pieces.ts";
export { columnsOf } from "./columns-of.ts";
export { type DualColumn, dualInfo } from "./dual-of-table.ts";
export type { ArrowChunks } from "./from-chunks.ts";
export type { ArrowSource } from "./open-source.ts";
export type { ArrowOptions, FieldNames, Records } from "./options.ts";
export { type TableOptions, tableOf } from "./table-of.ts";
export { type IpcOptions, toIpc } from "./to-ipc.ts";

/**
 * Events from Arrow: a file or stream by path, its bytes or chunks of them, a table, or record batches. Only columns
 * that the lambdas mention are looked at, and their values are shared where the layout is the same. Numbers of up to 16
 * bits become `i32`, other whole numbers `i64` save `int32`, float16 `f32`; dates and times are numbers of their units.
 * Of columns that carry derivatives events have the values; `columnsOf` reads the derivatives too.
 * @param from - buffers of a table or of bytes must not change while events are read
 * @throws E_TYPE where the source is none of these; in the stream: E_FILE where bytes are malformed or cut; E_TYPE where
 * a column that is asked for has a type without counterpart; E_COLUMN, E_SHAPE where `records` does not fit;
 * E_OFFSETS, E_SHAPE, E_LIMIT where buffers do not fit; E_REPLAY where chunks are read a second time
 */
export const arrow = <E>(from: ArrowSource, options: ArrowOptions = {}): Events<E> => {
  const { records, fold, batchSize, name } = settingsOf(options);
  const { source, parts } = opened(from, name);
  return eventsFrom<E>(source, (demand, signal) =>
    numbered(source, folded(piecesOf(parts(), records, batchSize, demand, signal, source.name), fold)),
  );
};
