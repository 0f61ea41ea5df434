import { type Tridiagonal, tridiagonal } from "./tridiagonal.ts";

/** Eigenvalues from the smallest on, and their vectors, row by row. */
export interface Spectrum {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const most = 60;

const rotate = (rows: Float64Array, n: number, i: number, c: number, s: number): void => {
  for (let p = i * n, end = p + n; p < end; p++) {
    const x = rows[p] ?? 0;
    const y = rows[p + n] ?? 0;
    rows[p] = c * x - s * y;
    rows[p + n] = s * x + c * y;
  }
};

/** One implicit QL step with Wilkinson's shift on the rows `l` to `m`. */
const step = ({ diagonal: d, beside: e, rows }: Tridiagonal, n: number, l: number, m: number): void => {
  const at = (values: Float64Array, i: number): number => values[i] ?? 0;
  const ratio = (at(d, l + 1) - at(d, l)) / (2 * at(e, l));
  const root = Math.hypot(ratio, 1);
  let g = at(d, m) - at(d, l) + at(e, l) / (ratio + (ratio < 0 ? -root : root));
  let [s, c, p] = [1, 1, 0];
  for (let i = m - 1; i >= l; i--) {
    const [f, b] = [s * at(e, i), c * at(e, i)];
    const size = Math.hypot(f, g);
    e[i + 1] = size;
    if (size === 0) {
      d[i + 1] = at(d, i + 1) - p;
      e[m] = 0;
      return;
    }
    [s, c] = [f / size, g / size];
    g = at(d, i + 1) - p;
    const turned = (at(d, i) - g) * s + 2 * c * b;
    p = s * turned;
    d[i + 1] = g + p;
    g = c * turned - b;
    rotate(rows, n, i, c, s);
  }
  d[l] = at(d, l) - p;
  e[l] = g;
  e[m] = 0;
};

/** The first row from `l` on after which nothing couples. */
const blockFrom = ({ diagonal, beside }: Tridiagonal, n: number, l: number): number => {
  for (let m = l; m < n - 1; m++) {
    const size = Math.abs(diagonal[m] ?? 0) + Math.abs(diagonal[m + 1] ?? 0);
    if (Math.abs(beside[m] ?? 0) <= Number.EPSILON * size) return m;
  }
  return n - 1;
};

/** A vector with its sign such that the first component of at least half the largest size is positive. */
const signed = (vector: Float64Array): Float64Array => {
  const largest = vector.reduce((size, x) => Math.max(size, Math.abs(x)), 0);
  const first = vector.find((x) => Math.abs(x) >= largest / 2) ?? 1;
  return first < 0 ? vector.map((x) => -x) : vector;
};

/** Eigenvalues and vectors of a symmetric matrix of n rows, which is overwritten; undefined where the steps do not end. */
export const spectrumOf = (a: Float64Array, n: number): Spectrum | undefined => {
  const reduced = tridiagonal(a, n);
  for (let l = 0; l < n; l++) {
    let m = blockFrom(reduced, n, l);
    for (let turn = 0; m !== l; turn++) {
      if (turn === most) return undefined;
      step(reduced, n, l, m);
      m = blockFrom(reduced, n, l);
    }
  }
  const { diagonal, rows } = reduced;
  const order = Array.from({ length: n }, (_, i) => i).toSorted((i, j) => (diagonal[i] ?? 0) - (diagonal[j] ?? 0));
  const vectors = new Float64Array(n * n);
  for (const [place, i] of order.entries()) vectors.set(signed(rows.subarray(i * n, i * n + n)), place * n);
  return { values: Float64Array.from(order, (i) => diagonal[i] ?? 0), vectors };
};
