/** A matrix in memory: element (i, j) is `values[offset + i * row + j * column]`. */
export interface Matrix {
  readonly values: Float64Array;
  readonly offset: number;
  readonly row: number;
  readonly column: number;
}

/** A matrix without its first rows and columns. */
export const part = ({ values, offset, row, column }: Matrix, i: number, j: number): Matrix => ({
  values,
  offset: offset + i * row + j * column,
  row,
  column,
});

/** The transpose of a matrix, in the same memory. */
export const transposed = ({ values, offset, row, column }: Matrix): Matrix => ({
  values,
  offset,
  row: column,
  column: row,
});
