import { type Matrix, part, subtractProduct } from "../products/index.ts";

/** Which triangle of a matrix counts, whether its transpose is meant, and whether its diagonal is taken to be ones. */
export interface Triangle {
  readonly lower: boolean;
  readonly transposed: boolean;
  readonly unit: boolean;
}

/** Up to so many rows, equations are solved row by row; above that, and for several right sides, half by half. */
const few = 32;

/**
 * Solves equations with a triangular matrix of n rows in place: `x` holds `columns` right sides, row by row.
 * Only the stated triangle of the matrix is read, and with `unit` not its diagonal.
 */
export const solveTriangle = (
  t: Float64Array,
  n: number,
  x: Float64Array,
  columns: number,
  triangle: Triangle,
): void => {
  const { transposed } = triangle;
  const matrix = { values: t, offset: 0, row: transposed ? 1 : n, column: transposed ? n : 1 };
  solveIn(matrix, n, { values: x, offset: 0, row: columns, column: 1 }, columns, triangle);
};

/** The same for matrices in place; `t` is as it is meant, its transpose taken. */
export const solveIn = (t: Matrix, n: number, x: Matrix, columns: number, triangle: Triangle): void => {
  const isForward = triangle.lower !== triangle.transposed;
  if (n <= few || columns < 4) {
    for (let turn = 0; turn < n; turn++) {
      const i = isForward ? turn : n - 1 - turn;
      solveRow(t, x, columns, i, isForward ? 0 : i + 1, isForward ? i : n, triangle.unit);
    }
    return;
  }
  const half = n >> 1;
  const [top, bottom] = [part(x, 0, 0), part(x, half, 0)];
  if (isForward) {
    solveIn(t, half, top, columns, triangle);
    subtractProduct(n - half, columns, half, part(t, half, 0), top, bottom);
    solveIn(part(t, half, half), n - half, bottom, columns, triangle);
  } else {
    solveIn(part(t, half, half), n - half, bottom, columns, triangle);
    subtractProduct(half, columns, n - half, part(t, 0, half), bottom, top);
    solveIn(t, half, top, columns, triangle);
  }
};

const solveRow = (
  t: Matrix,
  x: Matrix,
  columns: number,
  i: number,
  first: number,
  last: number,
  isUnit: boolean,
): void => {
  const start = t.offset + i * t.row;
  const to = x.offset + i * x.row;
  if (columns === 1) subtractInner(t.values, start, t.column, x, to, first, last);
  else
    for (let j = first; j < last; j++)
      subtractRow(x.values, to, x.offset + j * x.row, columns, t.values[start + j * t.column] ?? 0);
  if (!isUnit) divideRow(x.values, to, columns, t.values[start + i * t.column] ?? 0);
};

const subtractInner = (
  t: Float64Array,
  start: number,
  step: number,
  { values, offset, row }: Matrix,
  to: number,
  first: number,
  last: number,
): void => {
  let even = 0;
  let odd = 0;
  let j = first;
  for (; j + 1 < last; j += 2) {
    even += (t[start + j * step] ?? 0) * (values[offset + j * row] ?? 0);
    odd += (t[start + (j + 1) * step] ?? 0) * (values[offset + (j + 1) * row] ?? 0);
  }
  if (j < last) even += (t[start + j * step] ?? 0) * (values[offset + j * row] ?? 0);
  values[to] = (values[to] ?? 0) - (even + odd);
};

const subtractRow = (x: Float64Array, to: number, from: number, length: number, factor: number): void => {
  if (factor === 0) return;
  for (let c = 0; c < length; c++) x[to + c] = (x[to + c] ?? 0) - factor * (x[from + c] ?? 0);
};

const divideRow = (x: Float64Array, to: number, length: number, by: number): void => {
  for (let c = 0; c < length; c++) x[to + c] = (x[to + c] ?? 0) / by;
};
