import { addProduct, type Matrix } from "../products/index.ts";

const cleared = ({ values, offset, row, column }: Matrix, m: number, n: number): void => {
  for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) values[offset + i * row + j * column] = 0;
};

/**
 * A product of matrices in memory, by JavaScript.
 * @param unit - how many numbers of an address an element takes
 * @param inputs - three sizes, and the address and the distances of three matrices
 */
export const plainMultiply = (values: Float64Array, adds: boolean, inputs: readonly number[], unit: number): void => {
  const [m = 0, n = 0, k = 0, ...places] = inputs;
  const [a, b, c] = [0, 3, 6].map((first): Matrix => {
    const [offset = 0, row = 0, column = 0] = places.slice(first, first + 3).map((place) => place / unit);
    return { values, offset, row, column };
  });
  if (!a || !b || !c) return;
  if (!adds) cleared(c, m, n);
  addProduct(m, n, k, a, b, c);
};
