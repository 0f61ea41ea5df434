import type { Matrix } from "./matrix-product.ts";

/** Rows and columns of the tile of the result that is kept in local variables. */
const tile = 4;
/** How much of the summed index is packed at once: a strip of four then fits the first-level cache. */
const depth = 256;

/** Strips of four rows, `[strip][l][row]`, filled up with zeros; columns are rows of the transposed matrix. */
const pack = (into: Float64Array, rows: number, from: Matrix, first: number, length: number): void => {
  const { values, row, column } = from;
  let to = 0;
  for (let i = 0; i < rows; i += tile)
    for (let l = 0; l < length; l++) {
      const start = from.offset + i * row + (first + l) * column;
      for (let r = 0; r < tile; r++) into[to++] = i + r < rows ? (values[start + r * row] ?? 0) : 0;
    }
};

const sums = new Float64Array(tile * tile);

/** The product of two packed strips. */
const tileOf = (length: number, x: Float64Array, first: number, y: Float64Array, second: number): void => {
  let s00 = 0;
  let s01 = 0;
  let s02 = 0;
  let s03 = 0;
  let s10 = 0;
  let s11 = 0;
  let s12 = 0;
  let s13 = 0;
  let s20 = 0;
  let s21 = 0;
  let s22 = 0;
  let s23 = 0;
  let s30 = 0;
  let s31 = 0;
  let s32 = 0;
  let s33 = 0;
  for (let l = 0; l < length; l++) {
    const p = first + tile * l;
    const q = second + tile * l;
    const x0 = x[p] ?? 0;
    const x1 = x[p + 1] ?? 0;
    const x2 = x[p + 2] ?? 0;
    const x3 = x[p + 3] ?? 0;
    const y0 = y[q] ?? 0;
    const y1 = y[q + 1] ?? 0;
    const y2 = y[q + 2] ?? 0;
    const y3 = y[q + 3] ?? 0;
    s00 += x0 * y0;
    s01 += x0 * y1;
    s02 += x0 * y2;
    s03 += x0 * y3;
    s10 += x1 * y0;
    s11 += x1 * y1;
    s12 += x1 * y2;
    s13 += x1 * y3;
    s20 += x2 * y0;
    s21 += x2 * y1;
    s22 += x2 * y2;
    s23 += x2 * y3;
    s30 += x3 * y0;
    s31 += x3 * y1;
    s32 += x3 * y2;
    s33 += x3 * y3;
  }
  sums[0] = s00;
  sums[1] = s01;
  sums[2] = s02;
  sums[3] = s03;
  sums[4] = s10;
  sums[5] = s11;
  sums[6] = s12;
  sums[7] = s13;
  sums[8] = s20;
  sums[9] = s21;
  sums[10] = s22;
  sums[11] = s23;
  sums[12] = s30;
  sums[13] = s31;
  sums[14] = s32;
  sums[15] = s33;
};

const padded = (n: number): number => Math.ceil(n / tile) * tile;

/** Adds a product of large matrices: packed into strips that lie as they are read, tile by tile. */
export const addPackedProduct = (m: number, n: number, k: number, a: Matrix, b: Matrix, c: Matrix): void => {
  const x = new Float64Array(padded(m) * Math.min(depth, k));
  const y = new Float64Array(padded(n) * Math.min(depth, k));
  const bColumns: Matrix = { values: b.values, offset: b.offset, row: b.column, column: b.row };
  const z = c.values;
  for (let first = 0; first < k; first += depth) {
    const length = Math.min(depth, k - first);
    pack(x, m, a, first, length);
    pack(y, n, bColumns, first, length);
    for (let i = 0; i < m; i += tile)
      for (let j = 0; j < n; j += tile) {
        tileOf(length, x, i * length, y, j * length);
        const rows = Math.min(tile, m - i);
        const columns = Math.min(tile, n - j);
        for (let r = 0; r < rows; r++) {
          let to = c.offset + (i + r) * c.row + j * c.column;
          for (let s = 0; s < columns; s++) {
            z[to] = (z[to] ?? 0) + (sums[tile * r + s] ?? 0);
            to += c.column;
          }
        }
      }
  }
};
