import fc from "fast-check";
import { expect, it } from "vitest";
import { erf } from "./erf.ts";
import { erfc } from "./erfc.ts";
import { erfcx } from "./erfcx.ts";

const real = fc.double({ noNaN: true });
const near = fc.double({ min: -5, max: 26, noNaN: true });

it.each([
  [0, 0, 1, 1],
  [-0, -0, 1, 1],
  [Infinity, 1, 0, 0],
  [-Infinity, -1, 2, Infinity],
  [NaN, NaN, NaN, NaN],
  [-1e308, -1, 2, Infinity],
  [-28, -1, 2, Infinity],
])("erf, erfc and erfcx at %d are %d, %d and %d", (x, y, z, w) => {
  expect(erf(x)).toBe(y);
  expect(erfc(x)).toBe(z);
  expect(erfcx(x)).toBe(w);
});

it("erf keeps subnormal arguments in proportion", () => {
  expect(erf(5e-324)).toBe(5e-324);
  expect(erf(1e-310)).toBe(1.12837916709551e-310);
});

it("erf is odd, bounded and the complement of erfc", () => {
  fc.assert(
    fc.property(real, (x) => {
      expect(erf(-x)).toBe(-erf(x));
      expect(Math.abs(erf(x))).toBeLessThanOrEqual(1);
      expect(erfc(x) + erfc(-x)).toBe(2);
      expect(Math.abs(erf(x) + erfc(x) - 1)).toBeLessThanOrEqual(2 ** -52);
    }),
  );
});

it("erfcx is erfc without its Gaussian factor", () => {
  fc.assert(
    fc.property(near, (x) => {
      expect(Math.abs(erfcx(x) * Math.exp(-x * x) - erfc(x))).toBeLessThanOrEqual((8 + x * x) * 2 ** -52 * erfc(x));
    }),
  );
});

it.each([0.46875, 1, 2, 4, 6])("no function jumps where the formula changes, at +-%d", (x) => {
  const below = x * (1 - 2 ** -53);
  for (const f of [erf, erfc, erfcx])
    for (const sign of [-1, 1])
      expect(Math.abs(f(sign * x) / f(sign * below) - 1)).toBeLessThanOrEqual((4 + 2 * x * x) * 2 ** -52);
});
