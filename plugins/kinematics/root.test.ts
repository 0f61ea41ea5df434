import { expect, test } from "vitest";
import { root } from "./index.ts";

test("is the square root, 0 at 0 and NaN outside its domain", () => {
  expect([9, 2, 1e-300, 0].map((x) => root(x))).toEqual([3, Math.SQRT2, 1e-150, 0]);
  expect([-1, Number.NaN].map((x) => root(x))).toEqual([Number.NaN, Number.NaN]);
});
