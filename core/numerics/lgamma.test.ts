import fc from "fast-check";
import { expect, it } from "vitest";
import { lgamma } from "./lgamma.ts";

const positive = fc.double({ min: 1e-300, max: 1e15, noNaN: true });
const negative = fc.double({ min: -1e6, max: -1e-6, noNaN: true }).filter((x) => !Number.isInteger(x));

/** A bound for the cancellation of terms of about this size. */
const slack = (...terms: readonly number[]): number => 8 * 2 ** -52 * Math.max(1, ...terms.map(Math.abs));

it.each([
  [0, Infinity],
  [-0, Infinity],
  [-1, Infinity],
  [-171, Infinity],
  [-1e300, Infinity],
  [-Infinity, Infinity],
  [Infinity, Infinity],
  [1.7e308, Infinity],
  [NaN, NaN],
  [1, 0],
  [2, 0],
  [5e-324, 744.4400719213812],
  [-5e-324, 744.4400719213812],
])("log |gamma(%d)| is %d", (x, y) => {
  expect(lgamma(x)).toBe(y);
});

it("is the logarithm of the factorial at integers", () => {
  let factorial = 1;
  for (let n = 1; n <= 22; n++) {
    expect(Math.abs(lgamma(n) - Math.log(factorial))).toBeLessThanOrEqual(slack(lgamma(n)));
    factorial *= n;
  }
});

it("obeys the recurrence gamma(x + 1) = x gamma(x)", () => {
  fc.assert(
    fc.property(positive, (x) => {
      const next = lgamma(x + 1);
      expect(Math.abs(next - lgamma(x) - Math.log(x))).toBeLessThanOrEqual(slack(next, lgamma(x), Math.log(x)));
    }),
  );
});

it("obeys the reflection |gamma(x) gamma(1 - x) sin(pi x)| = pi", () => {
  fc.assert(
    fc.property(negative, (x) => {
      const d = x - Math.round(x);
      const sine = Math.log(Math.abs(Math.sin(Math.PI * d)));
      const terms = [lgamma(x), lgamma(1 - x), sine];
      const sum = terms.reduce((a, b) => a + b, -Math.log(Math.PI));
      // 1 - x rounds, and lgamma has the slope log x there.
      const rounding = 2 ** -53 * Math.abs(x) * Math.log(2 + Math.abs(x));
      expect(Math.abs(sum)).toBeLessThanOrEqual(slack(...terms) + rounding);
    }),
  );
});

it.each([0.5, 0.6796875, 1.5, 4, 12, -0.3125])("does not jump where the formula changes, at %d", (x) => {
  const below = x * (1 - 2 ** -53);
  expect(Math.abs(lgamma(x) - lgamma(below))).toBeLessThanOrEqual(slack(lgamma(x), x));
});
