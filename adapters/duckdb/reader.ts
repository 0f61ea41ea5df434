import type { Vector } from "@duckdb/node-bindings";
import native from "@duckdb/node-bindings";
import type { Column, Validity } from "../../core/index.ts";
import { bothSet, bytesFor, clearAfter, someUnset } from "../bits.ts";

/**
 * Copies the first `rows` rows out of a vector of DuckDB; a row whose bit in `parent` is unset is missing.
 * Readers that code strings keep their words, so one reader serves one batch. The column may be freed once it was copied
 * on.
 */
export type Reader = (vector: Vector, rows: number, parent: Validity | undefined) => Column;

/** The native bytes of `rows` rows in a buffer of their own, aligned for every type. */
export const bytesOf = (vector: Vector, bytes: number): ArrayBuffer => {
  const copy = native.vector_get_data(vector, bytes);
  return copy.byteOffset === 0 && copy.byteLength === bytes && copy.buffer instanceof ArrayBuffer
    ? copy.buffer
    : Uint8Array.from(copy).buffer;
};

/**
 * Frees some memory now. What a vector was copied to lives for one chunk; left to the garbage collector it makes it run
 * many times as often.
 */
export const free = (buffer: ArrayBufferLike): void => {
  if (buffer instanceof ArrayBuffer) buffer.transfer(0);
};

/** Frees what a column that was read holds; it cannot be used any more. */
export const freeColumn = (column: Column): void => {
  if (column.kind === "leaf") free(column.values.buffer);
  else if (column.kind === "record") for (const field of column.fields.values()) freeColumn(field);
  else {
    free(column.offsets.buffer);
    freeColumn(column.item);
  }
};

/** How much memory the vectors had, at least, that a column was read from: entries of lists and of words are 16 bytes. */
export const nativeBytes = (column: Column): number => {
  if (column.kind === "leaf") return (column.dtype === "string" ? 4 : 1) * column.values.byteLength;
  if (column.kind === "list") return 4 * column.offsets.byteLength + nativeBytes(column.item);
  let bytes = 0;
  for (const field of column.fields.values()) bytes += nativeBytes(field);
  return bytes;
};

/** Which rows of a vector have a value, those of `parent` that have none left out. */
export const validityOf = (vector: Vector, rows: number, parent: Validity | undefined): Validity | undefined => {
  if (rows === 0) return undefined;
  const words = native.vector_get_validity(vector, Math.ceil(rows / 64) * 8) as Uint8Array | null;
  const own = words === null ? undefined : new Uint8Array(words.subarray(0, bytesFor(rows)));
  if (own) clearAfter(own, rows);
  return someUnset(bothSet(own, parent), rows);
};
