import * as A from "apache-arrow";
import type { DualParameter, EventColumns, RecordColumn } from "../../core/index.ts";
import { type Tabular, tableOf } from "./table-of.ts";
import { writeBatches } from "./write-batches.ts";

export interface IpcOptions {
  readonly format: "file" | "stream";
  /** The parameters that the tangents of dual columns belong to, in their order; events bring their own. */
  readonly parameters?: readonly DualParameter[];
}

/**
 * Columns, or events that a pipeline made, as bytes of the Arrow file or stream format: of one batch at once, of several
 * batch by batch, each written when the one before was taken. Several batches keep strings as they are, one makes
 * dictionaries of them.
 * @throws E_SHAPE, E_OFFSETS where columns are malformed; E_SCHEMA where a batch has other columns than the first, or
 * derivatives by other parameters
 */
export function toIpc(columns: Tabular, options: IpcOptions): Uint8Array;
export function toIpc(
  batches: AsyncIterable<RecordColumn | EventColumns>,
  options: IpcOptions,
): AsyncIterable<Uint8Array>;
export function toIpc(
  from: Tabular | AsyncIterable<RecordColumn | EventColumns>,
  { format, parameters }: IpcOptions,
): Uint8Array | AsyncIterable<Uint8Array> {
  const options = parameters ? { parameters } : {};
  if (Symbol.asyncIterator in from) return writeBatches(from, format, options);
  return A.tableToIPC(tableOf(from, options), format);
}
