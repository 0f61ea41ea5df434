/** Numbers in a row. */
export type Vector = readonly number[];

/** Rows of equal length. */
export type Matrix = readonly Vector[];
