import { describe, expect, it } from "vitest";
import { cholesky, inverse, logdet, lu, solveLinear, triangularSolve } from "./functions.ts";
import { definite, general, type Matrix, product, rowsOf, symmetric, transpose } from "./plain-matrices.ts";

const largestGap = (p: Matrix, q: Matrix): number =>
  Math.max(...p.flatMap((row, i) => row.map((x, j) => Math.abs(x - (q[i]?.[j] ?? Number.NaN)))));

const largest = (p: Matrix): number => Math.max(...p.flat().map(Math.abs));

const identity = (n: number): Matrix =>
  Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => +(i === j)));

/** Some units in the last place for each product of a sum. */
const rounding = (n: number, scale: number): number => 8 * n * Number.EPSILON * scale;

describe("matrices that are worked on block by block", () => {
  const sizes = [31, 32, 33, 47, 48, 49, 70, 130];

  it.each(sizes)("have factors whose product they are: %i rows", (n) => {
    const m = rowsOf(general(n), n);
    const { p, l, u } = lu(m);
    expect(largestGap(product(p, product(l, u)), m)).toBeLessThan(rounding(n, largest(m)));
    expect(largest(l)).toBe(1);
    const a = rowsOf(definite(n), n);
    const c = cholesky(a);
    expect(largestGap(product(c, transpose(c)), symmetric(a))).toBeLessThan(rounding(n, largest(a)));
    expect(c.every((row, i) => row.slice(i + 1).every((x) => x === 0))).toBe(true);
  });

  it.each(sizes)("are solved for one right side and for several: %i rows", (n) => {
    const a = rowsOf(definite(n), n);
    const right = rowsOf(general(n), n);
    const x = solveLinear(a, right);
    expect(largestGap(product(a, x), right)).toBeLessThan(rounding(n, largest(a) * largest(x)));
    const one = solveLinear(a, transpose(right)[0] ?? []);
    expect(largestGap([one], [transpose(x)[0] ?? []])).toBeLessThan(rounding(n, largest(a) * largest(x)));
    expect(largestGap(product(a, inverse(a)), identity(n))).toBeLessThan(rounding(n, largest(a) * largest(x)));
    const factor = cholesky(a);
    const logs = factor.reduce((sum, row, i) => sum + 2 * Math.log(row[i] ?? 0), 0);
    expect(Math.abs(logdet(symmetric(a)) / logs - 1)).toBeLessThan(1e-12);
    for (const lower of [true, false])
      for (const transposed of [true, false]) {
        const t = lower ? factor : transpose(factor);
        const y = triangularSolve(t, right, { lower, transposed });
        const back = product(transposed ? transpose(t) : t, y);
        expect(largestGap(back, right)).toBeLessThan(rounding(n, largest(t) * largest(y)));
      }
  });

  it("are refused with the pivot that they have in the end", () => {
    const n = 50;
    const m = rowsOf(definite(n), n).map((row) => [...row]);
    m[41] = (m[7] ?? []).map((x, j) => x + 2 * (m[3]?.[j] ?? 0));
    const thrown = (work: () => unknown): unknown => {
      try {
        return work();
      } catch (error) {
        return error;
      }
    };
    expect(thrown(() => inverse(m))).toMatchObject({ code: "E_SINGULAR", state: { pivot: n - 1 } });
    const flat = rowsOf(definite(n), n).map((row, i) => row.map((x, j) => (i === 40 && j === 40 ? -1 : x)));
    expect(thrown(() => cholesky(flat))).toMatchObject({ code: "E_SINGULAR", state: { pivot: 40 } });
  });
});
