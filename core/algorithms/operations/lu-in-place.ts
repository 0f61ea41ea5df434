import { type Matrix, part, subtractProduct } from "../products/index.ts";
import { solveIn } from "./triangles.ts";

/** So many columns are eliminated one by one before the rest is updated by a product. */
const width = 48;

const unitLower = { lower: true, transposed: false, unit: true };

interface Largest {
  readonly inRow: Float64Array;
  readonly inColumn: Float64Array;
}

const largestOf = (a: Float64Array, n: number): Largest => {
  const [inRow, inColumn] = [new Float64Array(n), new Float64Array(n)];
  for (let i = 0; i < n; i++)
    for (let j = 0; j < n; j++) {
      const size = Math.abs(a[i * n + j] ?? 0);
      inRow[i] = Math.max(inRow[i] ?? 0, size);
      inColumn[j] = Math.max(inColumn[j] ?? 0, size);
    }
  return { inRow, inColumn };
};

/**
 * Gauss elimination with row exchanges, in place: below the diagonal the factors, on it and above it what is left.
 * @param order - becomes the rows of the matrix in the order in which they were taken
 * @returns how many columns had a pivot that is more than the rounding of its row or its column
 */
export const eliminate = (a: Float64Array, n: number, order: Float64Array): number => {
  const { inRow, inColumn } = largestOf(a, n);
  for (let i = 0; i < n; i++) order[i] = i;
  const matrix: Matrix = { values: a, offset: 0, row: n, column: 1 };
  for (let first = 0; first < n; first += width) {
    const last = Math.min(first + width, n);
    for (let k = first; k < last; k++) {
      const best = pivotOf(a, n, k);
      if (best !== k) {
        exchange(a, n, k, best);
        [order[k], order[best]] = [order[best] ?? 0, order[k] ?? 0];
      }
      const scale = Math.min(inRow[order[k] ?? 0] ?? 0, inColumn[k] ?? 0);
      if (!(Math.abs(a[k * n + k] ?? 0) > n * Number.EPSILON * scale)) return k;
      eliminateColumn(a, n, k, last);
    }
    if (last === n) break;
    solveIn(part(matrix, first, first), last - first, part(matrix, first, last), n - last, unitLower);
    const [below, right] = [part(matrix, last, first), part(matrix, first, last)];
    subtractProduct(n - last, n - last, last - first, below, right, part(matrix, last, last));
  }
  return n;
};

const pivotOf = (a: Float64Array, n: number, k: number): number => {
  let best = k;
  for (let i = k + 1; i < n; i++) if (Math.abs(a[i * n + k] ?? 0) > Math.abs(a[best * n + k] ?? 0)) best = i;
  return best;
};

const exchange = (a: Float64Array, n: number, i: number, k: number): void => {
  const row = a.slice(i * n, i * n + n);
  a.copyWithin(i * n, k * n, k * n + n);
  a.set(row, k * n);
};

/** Takes multiples of row k off the rows below, in the columns up to `last`. */
const eliminateColumn = (a: Float64Array, n: number, k: number, last: number): void => {
  const pivot = a[k * n + k] ?? 0;
  for (let to = (k + 1) * n; to < n * n; to += n) {
    const factor = (a[to + k] ?? 0) / pivot;
    a[to + k] = factor;
    if (factor !== 0) for (let j = k + 1; j < last; j++) a[to + j] = (a[to + j] ?? 0) - factor * (a[k * n + j] ?? 0);
  }
};
