import { multipliedInMemory } from "./in-memory.ts";
import { type Matrix, transposed } from "./strided.ts";

/** Below this many products copying costs more than it saves. */
const small = 16 ** 3;

const isLarge = (m: number, n: number, k: number): boolean => m > 3 && n > 3 && m * n * k > small;

/**
 * Adds the product of a matrix of m rows and k columns and one of k rows and n columns; sums run in an order that
 * depends on the sizes and strides alone.
 */
export const addProduct = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Matrix): void => {
  if (isLarge(m, n, k) && multipliedInMemory(1, m, n, k, a, b, c)) return;
  addByLoops(m, n, k, a, b, c);
};

/** Takes the product of two matrices off a third one. */
export const subtractProduct = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Matrix): void => {
  if (isLarge(m, n, k) && multipliedInMemory(-1, m, n, k, a, b, c)) return;
  const product = new Float64Array(m * n);
  addByLoops(m, n, k, a, b, { values: product, offset: 0, row: n, column: 1 });
  for (let i = 0; i < m; i++) {
    let to = c.offset + i * c.row;
    for (let p = i * n, end = p + n; p < end; p++) {
      c.values[to] = (c.values[to] ?? 0) - (product[p] ?? 0);
      to += c.column;
    }
  }
};

/** The product by loops of JavaScript, along memory where that can be. */
export const addByLoops = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Matrix): void => {
  if (n === 1 && m > 1) addByLoops(1, m, k, transposed(b), transposed(a), transposed(c));
  else if (n === 1 || (b.row < b.column && k > 3)) addInnerProducts(m, n, k, a, b, c);
  else addRows(m, n, k, a, b, c);
};

/** Four inner products at a time: for right factors whose columns run along memory. */
const addInnerProducts = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Matrix): void => {
  const [x, y, z] = [a.values, b.values, c.values];
  const { column: da } = a;
  const { row: db, column: dj } = b;
  for (let i = 0; i < m; i++) {
    let to = c.offset + i * c.row;
    for (let j = 0; j < n; j += 4) {
      const width = n - j;
      let s0 = 0;
      let s1 = 0;
      let s2 = 0;
      let s3 = 0;
      let p = a.offset + i * a.row;
      let q0 = b.offset + j * dj;
      if (width === 1) {
        s0 = inner(k, x, p, da, y, q0, db);
      } else {
        let q1 = q0 + dj;
        let q2 = width > 2 ? q1 + dj : q1;
        let q3 = width > 3 ? q2 + dj : q2;
        for (let l = 0; l < k; l++) {
          const value = x[p] ?? 0;
          s0 += value * (y[q0] ?? 0);
          s1 += value * (y[q1] ?? 0);
          s2 += value * (y[q2] ?? 0);
          s3 += value * (y[q3] ?? 0);
          p += da;
          q0 += db;
          q1 += db;
          q2 += db;
          q3 += db;
        }
      }
      z[to] = (z[to] ?? 0) + s0;
      if (width > 1) z[to + c.column] = (z[to + c.column] ?? 0) + s1;
      if (width > 2) z[to + 2 * c.column] = (z[to + 2 * c.column] ?? 0) + s2;
      if (width > 3) z[to + 3 * c.column] = (z[to + 3 * c.column] ?? 0) + s3;
      to += 4 * c.column;
    }
  }
};

/** One inner product, in four sums. */
const inner = (
  k: number,
  x: Float64Array,
  first: number,
  da: number,
  y: Float64Array,
  second: number,
  db: number,
): number => {
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let p = first;
  let q = second;
  let l = 0;
  for (; l + 3 < k; l += 4) {
    s0 += (x[p] ?? 0) * (y[q] ?? 0);
    s1 += (x[p + da] ?? 0) * (y[q + db] ?? 0);
    s2 += (x[p + 2 * da] ?? 0) * (y[q + 2 * db] ?? 0);
    s3 += (x[p + 3 * da] ?? 0) * (y[q + 3 * db] ?? 0);
    p += 4 * da;
    q += 4 * db;
  }
  for (; l < k; l++) {
    s0 += (x[p] ?? 0) * (y[q] ?? 0);
    p += da;
    q += db;
  }
  return s0 + s1 + (s2 + s3);
};

/** Rows of the right factor, four at a time, weighed and added to a row of the result. */
const addRows = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Matrix): void => {
  const [x, y, z] = [a.values, b.values, c.values];
  const { row: db, column: dj } = b;
  for (let i = 0; i < m; i++) {
    let from = a.offset + i * a.row;
    let first = b.offset;
    let l = 0;
    for (; l + 3 < k; l += 4) {
      const x0 = x[from] ?? 0;
      const x1 = x[from + a.column] ?? 0;
      const x2 = x[from + 2 * a.column] ?? 0;
      const x3 = x[from + 3 * a.column] ?? 0;
      let q = first;
      let to = c.offset + i * c.row;
      for (let j = 0; j < n; j++) {
        z[to] =
          (z[to] ?? 0) +
          (x0 * (y[q] ?? 0) + x1 * (y[q + db] ?? 0) + (x2 * (y[q + 2 * db] ?? 0) + x3 * (y[q + 3 * db] ?? 0)));
        q += dj;
        to += c.column;
      }
      from += 4 * a.column;
      first += 4 * db;
    }
    for (; l < k; l++) {
      const value = x[from] ?? 0;
      let q = first;
      let to = c.offset + i * c.row;
      for (let j = 0; j < n; j++) {
        z[to] = (z[to] ?? 0) + value * (y[q] ?? 0);
        q += dj;
        to += c.column;
      }
      from += a.column;
      first += db;
    }
  }
};
