/** Numbers in a row. */
export type Vector = readonly number[];

/** Rows of equal length. */
export type Matrix = readonly Vector[];

/**
 * The rows of a matrix one after another.
 * @example
 * dense([[1, 2], [3, 4]]); // Float64Array [1, 2, 3, 4]
 */
export const dense = (rows: Matrix): Float64Array => Float64Array.from(rows.flat());

/** Rows that lie in one array, or anywhere, as a list of numbers. */
export const joined = (rows: readonly ArrayLike<number>[]): readonly number[] => rows.flatMap((row) => Array.from(row));
