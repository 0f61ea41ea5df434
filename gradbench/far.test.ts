import { expect, test } from "vitest";
import { far } from "./far.ts";

test("numbers below one are compared by their difference, larger ones by its share of both", () => {
  expect(far(0.25, 0.5)).toBe(0.25);
  expect(far({ a: [3] }, { a: [1] })).toBe(0.5);
});

test("typed arrays are lists", () => {
  expect(far(Float64Array.of(1, 2), [1, 2])).toBe(0);
});

test("what is no number is infinitely far from any", () => {
  expect(far(Number.NaN, 1)).toBe(Infinity);
});

test.each([
  [[1], [1, 2], "output has 1 items and not 2"],
  [{ a: 1 }, { b: 1 }, "output has a and not b"],
  [{ a: "1" }, { a: 1 }, "output.a is a string and not a number"],
])("%j and %j differ in kind", (found, wanted, message) => {
  expect(() => far(found, wanted)).toThrow(message);
});
