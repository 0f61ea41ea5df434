import fc from "fast-check";
import { expect, it } from "vitest";
import { logSigmoid } from "./log-sigmoid.ts";
import { sigmoid } from "./sigmoid.ts";
import { softplus } from "./softplus.ts";

const real = fc.double({ noNaN: true });

it.each([
  [0, 0.5, Math.LN2, -Math.LN2],
  [-0, 0.5, Math.LN2, -Math.LN2],
  [Infinity, 1, Infinity, 0],
  [-Infinity, 0, 0, -Infinity],
  [NaN, NaN, NaN, NaN],
  [750, 1, 750, 0],
  [-750, 0, 0, -750],
  [1e308, 1, 1e308, 0],
  [-1e308, 0, 0, -1e308],
])("sigmoid, softplus and log sigmoid at %d are %d, %d and %d", (x, s, p, l) => {
  expect(sigmoid(x)).toBe(s);
  expect(softplus(x)).toBe(p);
  expect(logSigmoid(x)).toBe(l);
});

it("the lower tails are exp(x) down to the subnormal numbers", () => {
  for (const x of [-40, -700, -708.5, -720, -745]) {
    expect(sigmoid(x)).toBe(Math.exp(x));
    expect(softplus(x)).toBe(Math.exp(x));
    expect(logSigmoid(-x)).toBe(-Math.exp(x));
  }
});

it("a sigmoid and its mirror image sum to 1", () => {
  fc.assert(
    fc.property(real, (x) => {
      expect(Math.abs(sigmoid(x) + sigmoid(-x) - 1)).toBeLessThanOrEqual(2 ** -52);
    }),
  );
});

it("softplus is at least the ramp and exceeds its mirror image by x", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
      expect(softplus(x)).toBeGreaterThanOrEqual(Math.max(x, 0));
      expect(Math.abs(softplus(x) - softplus(-x) - x)).toBeLessThanOrEqual(2 * 2 ** -52 * Math.max(1, Math.abs(x)));
      expect(logSigmoid(x)).toBe(softplus(-x) === 0 ? 0 : -softplus(-x));
    }),
  );
});
