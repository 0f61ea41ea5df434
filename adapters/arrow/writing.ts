import type * as A from "apache-arrow";
import { type DualParameter, isValid, type Validity } from "../../core/index.ts";
import { someUnset } from "../bits.ts";
import type { Apart } from "./apart.ts";

/** How columns are written. */
export interface Writing {
  /** The parameters of the tangents, in their order. */
  readonly parameters: readonly DualParameter[] | undefined;
  /** Words as dictionaries, which all batches would have to share, or as they are. */
  readonly words: "dictionary" | "plain";
  /** Whether every field may miss values, or only those that do. */
  readonly nullable: boolean;
  readonly apart: Apart;
}

/** The data of a column and the metadata of its field. */
export interface Written {
  readonly data: A.Data;
  readonly nullable: boolean;
  readonly metadata?: Map<string, string>;
}

/** How many rows some data has, and which of them are missing. */
export interface Rows {
  readonly length: number;
  readonly nullCount: number;
  readonly nullBitmap: Uint8Array | null;
}

export const rowsOf = (validity: Validity | undefined, length: number, apart: Apart): Rows => {
  const bits = someUnset(validity, length);
  let nullCount = 0;
  if (bits) for (let row = 0; row < length; row++) if (!isValid(bits, row)) nullCount++;
  return { length, nullCount, nullBitmap: bits ? apart(bits) : null };
};

/** Rows of which none is missing. */
export const allRows = (length: number): Rows => ({ length, nullCount: 0, nullBitmap: null });
