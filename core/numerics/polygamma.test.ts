import fc from "fast-check";
import { expect, it } from "vitest";
import { digamma } from "./digamma.ts";
import { polygamma } from "./polygamma.ts";
import { trigamma } from "./trigamma.ts";

const EULER = 0.5772156649015329;
const ZETA_3 = 1.2020569031595942;
const orders = fc.integer({ min: 0, max: 8 });
const positive = fc.double({ min: 1e-3, max: 1e6, noNaN: true });
const negative = fc.double({ min: -1e3, max: -1e-3, noNaN: true }).filter((x) => Math.abs(x - Math.round(x)) > 1e-6);

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** What one ulp of x does to the function of order n: its next derivative, next to the nearest pole. */
function conditioning(n: number, x: number): number {
  const d = x > 0 ? x : Math.abs(x - Math.round(x));
  return 2 ** -53 * Math.abs(x) * (factorial(n + 1) / d ** (n + 2) + factorial(n) / d ** (n + 1));
}

it.each([
  [0, -Infinity, Infinity, -Infinity, Infinity],
  [-0, Infinity, Infinity, Infinity, Infinity],
  [-1, NaN, Infinity, NaN, Infinity],
  [-20, NaN, Infinity, NaN, Infinity],
  [-1e300, NaN, Infinity, NaN, Infinity],
  [Infinity, Infinity, 0, -0, 0],
  [-Infinity, NaN, NaN, NaN, NaN],
  [NaN, NaN, NaN, NaN, NaN],
  [2 ** -1000, -(2 ** 1000), Infinity, -Infinity, Infinity],
  [-(2 ** -1000), 2 ** 1000, Infinity, Infinity, Infinity],
])("the functions of order 0 to 3 at %d are %d, %d, %d and %d", (x, ...values) => {
  expect([0, 1, 2, 3].map((n) => polygamma(n, x))).toEqual(values);
});

it.each([
  ["psi(1) = -gamma", digamma(1), -EULER],
  ["psi(1/2) = -gamma - 2 log 2", digamma(0.5), -EULER - 2 * Math.LN2],
  ["psi'(1) = pi^2 / 6", trigamma(1), Math.PI ** 2 / 6],
  ["psi'(1/2) = pi^2 / 2", trigamma(0.5), Math.PI ** 2 / 2],
  ["psi''(1) = -2 zeta(3)", polygamma(2, 1), -2 * ZETA_3],
  ["psi'''(1) = pi^4 / 15", polygamma(3, 1), Math.PI ** 4 / 15],
  ["psi'''(1/2) = pi^4", polygamma(3, 0.5), Math.PI ** 4],
])("%s", (_name, got, expected) => {
  expect(Math.abs(got / expected - 1)).toBeLessThanOrEqual(8 * 2 ** -52);
});

it.each([-1, 0.5, 171, NaN, Infinity, -Infinity])("order %d is NaN", (n) => {
  expect(polygamma(n, 1.5)).toBeNaN();
});

it("orders 0 and 1 are digamma and trigamma", () => {
  expect(polygamma(0, 1.7)).toBe(digamma(1.7));
  expect(polygamma(1, 1.7)).toBe(trigamma(1.7));
});

it("obeys the recurrence psi_n(x + 1) = psi_n(x) + (-1)^n n! / x^(n + 1)", () => {
  fc.assert(
    fc.property(orders, positive, (n, x) => {
      const step = ((-1) ** n * factorial(n)) / x ** (n + 1);
      const terms = [polygamma(n, x + 1), polygamma(n, x), step];
      const size = Math.max(...terms.map(Math.abs));
      expect(Math.abs(polygamma(n, x + 1) - polygamma(n, x) - step)).toBeLessThanOrEqual(
        (16 + 2 * n) * 2 ** -52 * size,
      );
    }),
  );
});

it("obeys the same recurrence between the poles", () => {
  fc.assert(
    fc.property(orders, negative, (n, x) => {
      const step = ((-1) ** n * factorial(n)) / x ** (n + 1);
      const terms = [polygamma(n, x + 1), polygamma(n, x), step];
      const size = Math.max(factorial(n) * 2 ** (n + 1), ...terms.map(Math.abs));
      const bound = (16 + 2 * n) * 2 ** -52 * size + conditioning(n, x + 1);
      expect(Math.abs(polygamma(n, x + 1) - polygamma(n, x) - step)).toBeLessThanOrEqual(bound);
    }),
  );
});

it("doubles its argument as DLMF 5.5.8 says: 2^(n+1) psi_n(2x) = psi_n(x) + psi_n(x + 1/2) for n >= 1", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 8 }), positive, (n, x) => {
      const left = 2 ** (n + 1) * polygamma(n, 2 * x);
      const right = polygamma(n, x) + polygamma(n, x + 0.5);
      expect(Math.abs(left / right - 1)).toBeLessThanOrEqual((16 + 3 * n) * 2 ** -52);
    }),
  );
});

it.each([0.5, 3, 10, 12, 13, -0.25, -0.5])("does not jump where the formula changes, at %d", (x) => {
  const below = x * (1 - 2 ** -53);
  for (let n = 0; n <= 8; n++) {
    const size = factorial(n) * 2 ** (x > 0 ? 0 : 2 * n + 3);
    const jump = Math.abs(polygamma(n, x) - polygamma(n, below));
    expect(jump).toBeLessThanOrEqual(
      16 * 2 ** -52 * Math.max(n === 0 ? 4 : 0, x > 0 ? Math.abs(polygamma(n, x)) : size),
    );
  }
});
