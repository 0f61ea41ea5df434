import { describe, expect, it } from "vitest";
import { edgeSeries, normalCdf, normalPdf } from "./index.ts";

const [step, beyond, terms] = [1 / 16, 136, 8];

/** The largest value of the eighth derivative of the distribution function. */
const largest = 14.179;

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** What truncation leaves at the end of a cell, and rounding. */
const bound = (order: number): number =>
  (largest * (step / 2) ** (terms - order)) / factorial(terms - order) + (4 * Number.EPSILON) / step ** order;

describe.each([0, 0.25, -0.5, 0.499])("the series of an edge that is %d cells above a border of cells", (shift) => {
  const series = edgeSeries(step, beyond, terms, shift);

  /** A derivative of the series of a cell by the distance from its centre, in standard deviations. */
  const derivativeAt = (cell: number, d: number, order: number): number => {
    let sum = 0;
    for (let k = terms - 1; k >= order; k--) {
      const factor = Array.from({ length: order }, (_, j) => k - j).reduce((product, n) => product * n, 1);
      sum = sum * d + factor * (series[cell * terms + k] ?? Number.NaN);
    }
    return sum / step ** order;
  };

  /** The largest error over all cells and places in them, of what is expected where an edge is `z` above a place. */
  const worst = (order: number, wanted: (z: number, isAbove: boolean) => number): number => {
    let most = 0;
    for (let cell = 0; cell < 2 * beyond; cell++)
      for (let d = -0.5; d <= 0.5; d += 0.125) {
        const centre = (beyond - cell - 0.5 + shift) * step;
        most = Math.max(most, Math.abs(derivativeAt(cell, d, order) - wanted(centre - d * step, centre >= 0)));
      }
    return most;
  };

  it("is what crosses it from below, less than nothing, and from above", () =>
    expect(worst(0, (z, isAbove) => (isAbove ? -normalCdf(-z) : normalCdf(z)))).toBeLessThan(bound(0)));

  it("has the density as its first derivative", () => expect(worst(1, (z) => -normalPdf(z))).toBeLessThan(bound(1)));

  it("has the slope of the density as its second one", () =>
    expect(worst(2, (z) => -z * normalPdf(z))).toBeLessThan(bound(2)));

  it("has a third one, too", () => expect(worst(3, (z) => (1 - z * z) * normalPdf(z))).toBeLessThan(bound(3)));

  it("is nothing where nothing is within reach", () => expect(edgeSeries(step, 0, terms)).toHaveLength(0));

  it("keeps the tails to the last digits that the normal distribution has there", () => {
    for (const cell of [0, 20, 2 * beyond - 20, 2 * beyond - 1]) {
      const z = Math.abs((beyond - cell - 0.5 + shift) * step);
      expect(Math.abs(derivativeAt(cell, 0, 0) / normalCdf(-z))).toBe(1);
    }
  });
});
