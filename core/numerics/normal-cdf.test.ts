import fc from "fast-check";
import { expect, it } from "vitest";
import { inverseMills } from "./inverse-mills.ts";
import { logNormalCdf } from "./log-normal-cdf.ts";
import { normalCdf } from "./normal-cdf.ts";
import { normalPdf } from "./normal-pdf.ts";

const real = fc.double({ noNaN: true });
const moderate = fc.double({ min: -37, max: 37, noNaN: true });

it.each([
  [0, 0.3989422804014327, 0.5, -Math.LN2, 0.7978845608028654],
  [Infinity, 0, 1, 0, 0],
  [-Infinity, 0, 0, -Infinity, Infinity],
  [NaN, NaN, NaN, NaN, NaN],
  [1e300, 0, 1, 0, 0],
  [-1e300, 0, 0, -Infinity, 1e300],
  [-1e9, 0, 0, -5e17, 1e9],
])("pdf, cdf, log cdf and inverse Mills ratio at %d are %d, %d, %d and %d", (x, pdf, cdf, logCdf, ratio) => {
  expect(normalPdf(x)).toBe(pdf);
  expect(normalCdf(x)).toBe(cdf);
  expect(logNormalCdf(x)).toBe(logCdf);
  expect(inverseMills(x)).toBe(ratio);
});

it("the lower tail is gradual down to the smallest double", () => {
  expect(normalCdf(-38.4)).toBeGreaterThan(0);
  expect(normalCdf(-38.6)).toBe(0);
  expect(normalPdf(38.5)).toBeGreaterThan(0);
  expect(normalPdf(38.7)).toBe(0);
});

it("a cdf and its mirror image sum to 1 and stay in [0, 1]", () => {
  fc.assert(
    fc.property(real, (x) => {
      expect(Math.abs(normalCdf(x) + normalCdf(-x) - 1)).toBeLessThanOrEqual(2 ** -52);
      expect(normalCdf(x)).toBeGreaterThanOrEqual(0);
      expect(normalCdf(x)).toBeLessThanOrEqual(1);
      expect(normalPdf(-x)).toBe(normalPdf(x));
    }),
  );
});

it("log cdf and inverse Mills ratio are those of the plain functions where these do not underflow", () => {
  fc.assert(
    fc.property(moderate, (x) => {
      const logarithm = x < 0 ? Math.log(normalCdf(x)) : Math.log1p(-normalCdf(-x));
      expect(Math.abs(logNormalCdf(x) - logarithm)).toBeLessThanOrEqual(
        8 * 2 ** -52 * Math.max(1, Math.abs(logarithm)),
      );
      const ratio = normalPdf(x) / normalCdf(x);
      expect(Math.abs(inverseMills(x) - ratio)).toBeLessThanOrEqual(8 * 2 ** -52 * ratio);
    }),
  );
});

it("the inverse Mills ratio lies above -x and the lower bound of Birnbaum", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 1e6, noNaN: true }), (t) => {
      const slack = 1 + 4 * 2 ** -52;
      expect(inverseMills(-t) * slack).toBeGreaterThanOrEqual(t);
      expect(inverseMills(-t)).toBeLessThanOrEqual(((t + Math.sqrt(t * t + 4)) / 2) * slack);
    }),
  );
});

it.each([-0.66, 0.66, -0.67, 0.67, Math.SQRT2, 2.8284271247461903, 5.656854249492381, 8.9])(
  "no function jumps where the formula changes, at %d",
  (x) => {
    const below = x * (1 - 2 ** -53);
    for (const f of [normalPdf, normalCdf, logNormalCdf, inverseMills])
      expect(Math.abs(f(x) / f(below) - 1)).toBeLessThanOrEqual((8 + x * x) * 2 ** -52);
  },
);
