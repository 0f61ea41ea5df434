import { describe, expect, it } from "vitest";
import { wiggle } from "../operations/derivative-check.ts";
import { addByLoops } from "./matrix-product.ts";
import { addPackedProduct } from "./packed-product.ts";
import { kernelModule, tiles } from "./packed-tiles.ts";
import type { Matrix } from "./strided.ts";

const filled = (rows: number, columns: number, seed: number, transposed: boolean): Matrix => ({
  values: Float64Array.from({ length: rows * columns + 3 }, (_, i) => wiggle(seed + i)),
  offset: 3,
  row: transposed ? 1 : columns,
  column: transposed ? rows : 1,
});

const at = ({ values, offset, row, column }: Matrix, i: number, j: number): number =>
  values[offset + i * row + j * column] ?? Number.NaN;

describe("a product of packed strips", () => {
  it.each([
    [4, 4, 4, false, false],
    [5, 7, 9, true, false],
    [17, 3, 258, false, true],
    [3, 21, 513, true, true],
    [515, 6, 5, false, false],
    [6, 514, 5, true, false],
  ])("adds sums of products: %i x %i over %i, transposed %s and %s", (m, n, k, first, second) => {
    const [a, b] = [filled(m, k, 1, first), filled(k, n, 5, second)];
    const by = tiles();
    if (!by) throw new Error("this engine has no vectors");
    for (const way of ["added", "taken off", "by loops"] as const) {
      const c = filled(m, n, 9, second);
      const before = c.values.slice();
      if (way === "by loops") addByLoops(m, n, k, a, b, c);
      else addPackedProduct(m, n, k, a, b, c, way === "added" ? 1 : -1, by);
      const scale = way === "taken off" ? -1 : 1;
      for (let i = 0; i < m; i++)
        for (let j = 0; j < n; j++) {
          let sum = at({ ...c, values: before }, i, j);
          for (let l = 0; l < k; l++) sum += scale * at(a, i, l) * at(b, l, j);
          expect(Math.abs(at(c, i, j) - sum)).toBeLessThan(1e-15 * (k + 10));
        }
      expect([...c.values.subarray(0, 3)]).toEqual([...before.subarray(0, 3)]);
    }
  });

  it.each([true, false])("is a module that engines accept, fused: %s", (isFused) => {
    expect(WebAssembly.validate(kernelModule(isFused))).toBe(true);
  });
});
