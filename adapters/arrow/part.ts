import type { Field } from "./field.ts";

/** A column as Arrow lays it out: buffers as bytes, not checked yet. Both files and tables in memory become this. */
export interface Part {
  readonly field: Field;
  readonly length: number;
  /** How many rows are said to be missing; believed only where there is no bitmap. */
  readonly nulls: number;
  readonly validity: Uint8Array | undefined;
  /** The bit of the first row, in `validity` and in boolean `values`. */
  readonly firstBit: number;
  readonly values: Uint8Array | undefined;
  readonly offsets: Uint8Array | undefined;
  readonly sizes: Uint8Array | undefined;
  /** Buffers that string views point into. */
  readonly heaps: readonly Uint8Array[];
  readonly children: readonly Part[];
  /** The entries that a dictionary column points at, in pieces. */
  readonly dictionary: readonly Part[] | undefined;
}
