import fc from "fast-check";
import { expect, test } from "vitest";
import { root } from "./index.ts";

test("is the square root, to one unit in the last place", () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-36, max: 1e300, noNaN: true }), (x) => {
      expect(Math.abs(root(x) / Math.sqrt(x) - 1)).toBeLessThan(2.3e-16);
    }),
  );
});

test("has a finite slope at 0, where it is 0", () => {
  expect(root(0)).toBe(0);
  expect((root(1e-40) - root(0)) / 1e-40).toBeCloseTo(1e18, -4);
});

test("passes NaN on", () => {
  expect(root(Number.NaN)).toBeNaN();
});
