import { breadth, depth, type Tiles, tile } from "./packed-tiles.ts";
import { type Matrix, part, transposed } from "./strided.ts";

/** Packs multiples of rows of a matrix into strips of four, filled up with zeros; columns are rows of the transposed matrix. */
const pack = (into: Float64Array, from: Matrix, rows: number, length: number, scale: number): void => {
  const { values, offset, row, column } = from;
  let to = 0;
  for (let i = 0; i < rows; i += tile)
    for (let l = 0; l < length; l++) {
      const start = offset + i * row + l * column;
      for (let r = 0; r < tile; r++) into[to++] = i + r < rows ? scale * (values[start + r * row] ?? 0) : 0;
    }
};

const addTiles = ({ sums, multiply }: Tiles, m: number, n: number, length: number, c: Matrix): void => {
  const z = c.values;
  const strips = Math.ceil(n / tile);
  for (let i = 0; i < m; i += tile) {
    multiply(length, i * length, strips);
    const rows = Math.min(tile, m - i);
    for (let r = 0; r < rows; r++) {
      let to = c.offset + (i + r) * c.row;
      for (let s = r * breadth, end = s + n; s < end; s++) {
        z[to] = (z[to] ?? 0) + (sums[s] ?? 0);
        to += c.column;
      }
    }
  }
};

/** Adds a product of large matrices, or takes it off where `scale` is -1: packed into strips that lie as they are read, tile by tile. */
export const addPackedProduct = (
  m: number,
  n: number,
  k: number,
  a: Matrix,
  b: Matrix,
  c: Matrix,
  scale: 1 | -1,
  by: Tiles,
): void => {
  if (c.row < c.column) {
    addPackedProduct(n, m, k, transposed(b), transposed(a), transposed(c), scale, by);
    return;
  }
  const columns = transposed(b);
  for (let l = 0; l < k; l += depth)
    for (let j = 0; j < n; j += breadth) {
      const length = Math.min(depth, k - l);
      const wide = Math.min(breadth, n - j);
      pack(by.y, part(columns, j, l), wide, length, 1);
      for (let i = 0; i < m; i += breadth) {
        const high = Math.min(breadth, m - i);
        pack(by.x, part(a, i, l), high, length, scale);
        addTiles(by, high, wide, length, part(c, i, j));
      }
    }
};
