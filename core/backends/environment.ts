import type { RecordColumn } from "../columns/index.ts";
import type { Program } from "../program/index.ts";

/** Values of variables by their number: one number per element of their axis. */
export type Environment = Map<number, Float64Array>;

/** The events a program runs over: rows `from` to `to - 1` of these columns. */
export interface Rows {
  readonly columns: RecordColumn;
  readonly from: number;
  readonly to: number;
  /** The number in its source of row 0. */
  readonly first: number;
  /** The number in its source of each row, where rows are not consecutive events. */
  readonly numbers?: Float64Array | undefined;
}

/** What inputs that are neither columns nor fixed arrays stand for. */
export type Supply = (input: Program["inputs"][number]) => Float64Array;

/** A single number as the value of a variable. */
export const scalar = (value: number): Float64Array => Float64Array.of(value);
