import { describe, expect, it } from "vitest";
import { wiggle } from "../operations/derivative-check.ts";
import { sharedMemory } from "../run/memory.ts";
import { addByLoops, addProduct, subtractProduct } from "./matrix-product.ts";
import type { Matrix } from "./strided.ts";

const memory = sharedMemory();
memory.grow(memory.top + 2e6);

/** Where a matrix lies: in an array of its own, or so many numbers behind what procedures leave free in their memory. */
const placeOf = (length: number, inMemory: number | undefined) => {
  if (inMemory === undefined) return { values: new Float64Array(length), offset: 0 };
  const offset = memory.top + 1e6 + inMemory;
  memory.grow(offset + length);
  return { values: memory.floats(), offset };
};

const filled = (rows: number, columns: number, seed: number, transposed: boolean, inMemory?: number): Matrix => {
  const { values, offset } = placeOf(rows * columns + 3, inMemory);
  for (let i = 0; i < rows * columns + 3; i++) values[offset + i] = wiggle(seed + i);
  return { values, offset: offset + 3, row: transposed ? 1 : columns, column: transposed ? rows : 1 };
};

const at = ({ values, offset, row, column }: Matrix, i: number, j: number): number =>
  values[offset + i * row + j * column] ?? Number.NaN;

const ways = {
  added: { multiply: addProduct, scale: 1 },
  "taken off": { multiply: subtractProduct, scale: -1 },
  "added by loops": { multiply: addByLoops, scale: 1 },
} as const;

describe.each([true, false])("a product of matrices, in the memory of procedures: %s", (isThere) => {
  it.each([
    [4, 4, 4, false, false],
    [5, 7, 9, true, false],
    [17, 3, 258, false, true],
    [17, 5, 258, false, true],
    [8, 21, 513, true, true],
    [515, 6, 5, false, false],
    [6, 514, 5, true, false],
  ])("is added and taken off: %i x %i over %i, transposed %s and %s", (m, n, k, first, second) => {
    const place = (which: number): number | undefined => (isThere ? 1e5 * which : undefined);
    for (const { multiply, scale } of Object.values(ways)) {
      const [a, b] = [filled(m, k, 1, first, place(0)), filled(k, n, 5, second, place(1))];
      const c = filled(m, n, 9, second, place(2));
      const before = c.values.slice();
      multiply(m, n, k, a, b, c);
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = at({ ...c, values: before }, i, j);
          for (let l = 0; l < k; l++) sum += scale * at(a, i, l) * at(b, l, j);
          expect(Math.abs(at(c, i, j) - sum)).toBeLessThan(1e-15 * (k + 10));
        }
      const first3 = (values: Float64Array) => [...values.subarray(c.offset - 3, c.offset)];
      expect(first3(c.values)).toEqual(first3(before));
    }
  });

  it("comes to the same numbers wherever the matrices lie", () => {
    const [m, n, k] = [19, 17, 300];
    for (const isTransposed of [true, false]) {
      const results = [undefined, 1e5].map((place) => {
        const part = (which: number): number | undefined => place && place * which;
        const c = filled(m, n, 9, false, part(3));
        addProduct(m, n, k, filled(m, k, 1, isTransposed, part(1)), filled(k, n, 5, false, part(2)), c);
        return [...c.values.subarray(c.offset, c.offset + m * n)];
      });
      expect(results[1]).toEqual(results[0]);
    }
  });
});
