import { expect, it } from "vitest";
import { gaussHermite } from "./gauss-hermite.ts";

/** The moments of a standard normal variable: 1, 0, 1, 0, 3, 0, 15, ... */
const moment = (k: number): number => (k % 2 === 1 ? 0 : k === 0 ? 1 : (k - 1) * moment(k - 2));

it.each([1, 2, 3, 5, 8, 20, 40])("%i nodes are exact for polynomials up to twice their number", (n) => {
  const { at, weights } = gaussHermite(n);
  expect(new Set(at.map((x) => x.toFixed(9))).size).toBe(n);
  for (let k = 0; k < Math.min(2 * n, 24); k++) {
    const size = at.reduce((s, x, i) => s + (weights[i] ?? 0) * Math.abs(x) ** k, 0);
    const found = at.reduce((s, x, i) => s + (weights[i] ?? 0) * x ** k, 0);
    expect(Math.abs(found - moment(k))).toBeLessThan(1e-11 * Math.max(1, size));
  }
});

it("two nodes are the usual shifts up and down", () => {
  const { at, weights } = gaussHermite(2);
  expect(at.toSorted((a, b) => a - b)).toEqual([expect.closeTo(-1, 14), expect.closeTo(1, 14)]);
  expect(weights).toEqual([expect.closeTo(0.5, 14), expect.closeTo(0.5, 14)]);
});
