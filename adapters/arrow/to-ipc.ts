import * as A from "apache-arrow";
import type { DualParameter, RecordColumn } from "../../core/index.ts";
import { tableOf } from "./table-of.ts";
import { writeBatches } from "./write-batches.ts";

export interface IpcOptions {
  readonly format: "file" | "stream";
  /** The parameters that the tangents of dual columns belong to, in their order. */
  readonly parameters?: readonly DualParameter[];
}

/**
 * Columns as bytes of the Arrow file or stream format: of one batch at once, of several batch by batch, each written
 * when the one before was taken. Several batches keep strings as they are, one makes dictionaries of them.
 * @throws E_SHAPE, E_OFFSETS where columns are malformed; E_SCHEMA where a batch has other columns than the first
 */
export function toIpc(columns: RecordColumn, options: IpcOptions): Uint8Array;
export function toIpc(batches: AsyncIterable<RecordColumn>, options: IpcOptions): AsyncIterable<Uint8Array>;
export function toIpc(
  from: RecordColumn | AsyncIterable<RecordColumn>,
  { format, parameters }: IpcOptions,
): Uint8Array | AsyncIterable<Uint8Array> {
  if (Symbol.asyncIterator in from) return writeBatches(from, format, parameters);
  return A.tableToIPC(tableOf(from, parameters ? { parameters } : {}), format);
}
