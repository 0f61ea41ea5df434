import { type Matrix, part, subtractProduct, transposed } from "../products/index.ts";

/** So many columns are factored row by row before the rest is updated by a product. */
const width = 48;

const innerOfRows = (l: Float64Array, p: number, q: number, length: number): number => {
  let even = 0;
  let odd = 0;
  let k = 0;
  for (; k + 1 < length; k += 2) {
    even += (l[p + k] ?? 0) * (l[q + k] ?? 0);
    odd += (l[p + k + 1] ?? 0) * (l[q + k + 1] ?? 0);
  }
  if (k < length) even += (l[p + k] ?? 0) * (l[q + k] ?? 0);
  return even + odd;
};

/** The columns `first` to `last - 1` of the factor, when those before have been taken off. */
const factorColumns = (l: Float64Array, n: number, first: number, last: number, least: Float64Array): number => {
  for (let i = first; i < n; i++) {
    const row = i * n;
    const end = Math.min(i, last);
    for (let j = first; j < end; j++) {
      const left = (l[row + j] ?? 0) - innerOfRows(l, row + first, j * n + first, j - first);
      l[row + j] = left / (l[j * n + j] ?? 0);
    }
    if (i >= last) continue;
    const left = (l[row + i] ?? 0) - innerOfRows(l, row + first, row + first, i - first);
    l[row + i] = left;
    if (!(left > (least[i] ?? 0))) return i;
    l[row + i] = Math.sqrt(left);
  }
  return n;
};

/** Takes the square of factored columns off the lower triangle of the rest, strip by strip. */
const update = (l: Matrix, n: number, first: number, last: number): void => {
  for (let j = last; j < n; j += width) {
    const [rows, columns] = [part(l, j, first), transposed(part(l, j, first))];
    subtractProduct(n - j, Math.min(width, n - j), last - first, rows, columns, part(l, j, j));
  }
};

/**
 * Turns the lower triangle of a symmetric matrix into its factor; above the diagonal the result has no meaning.
 * @returns the row of the first pivot that is not above rounding, or n
 */
export const factorInPlace = (values: Float64Array, n: number): number => {
  const least = Float64Array.from({ length: n }, (_, i) => n * Number.EPSILON * (values[i * n + i] ?? 0));
  for (let first = 0; first < n; first += width) {
    const last = Math.min(first + width, n);
    const pivot = factorColumns(values, n, first, last, least);
    if (pivot < n) return pivot;
    update({ values, offset: 0, row: n, column: 1 }, n, first, last);
  }
  return n;
};
