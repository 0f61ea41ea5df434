/**
 * Solves equations with a triangular matrix of n rows in place: `x` holds `columns` right sides, row by row.
 * Only the stated triangle of the matrix is read, and with `unit` not its diagonal.
 */
export const solveTriangle = (
  t: Float64Array,
  n: number,
  x: Float64Array,
  columns: number,
  { lower, transposed, unit }: Triangle,
): void => {
  const forward = lower !== transposed;
  const [alongRow, alongColumn] = transposed ? [n, 1] : [1, n];
  for (let turn = 0; turn < n; turn++) {
    const i = forward ? turn : n - 1 - turn;
    const first = forward ? 0 : i + 1;
    const last = forward ? i : n;
    const start = i * alongColumn;
    if (columns === 1) subtractInner(t, start, alongRow, x, i, first, last);
    else
      for (let j = first; j < last; j++)
        subtractRow(x, i * columns, j * columns, columns, t[start + j * alongRow] ?? 0);
    if (!unit) divideRow(x, i * columns, columns, t[i * n + i] ?? 0);
  }
};

/** Which triangle of a matrix counts, whether its transpose is meant, and whether its diagonal is taken to be ones. */
export interface Triangle {
  readonly lower: boolean;
  readonly transposed: boolean;
  readonly unit: boolean;
}

const subtractInner = (
  t: Float64Array,
  start: number,
  step: number,
  x: Float64Array,
  i: number,
  first: number,
  last: number,
): void => {
  let even = 0;
  let odd = 0;
  let j = first;
  for (; j + 1 < last; j += 2) {
    even += (t[start + j * step] ?? 0) * (x[j] ?? 0);
    odd += (t[start + (j + 1) * step] ?? 0) * (x[j + 1] ?? 0);
  }
  if (j < last) even += (t[start + j * step] ?? 0) * (x[j] ?? 0);
  x[i] = (x[i] ?? 0) - (even + odd);
};

const subtractRow = (x: Float64Array, to: number, from: number, length: number, factor: number): void => {
  if (factor === 0) return;
  for (let c = 0; c < length; c++) x[to + c] = (x[to + c] ?? 0) - factor * (x[from + c] ?? 0);
};

const divideRow = (x: Float64Array, to: number, length: number, by: number): void => {
  for (let c = 0; c < length; c++) x[to + c] = (x[to + c] ?? 0) / by;
};
