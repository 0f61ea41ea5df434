import { describe, expect, it } from "vitest";
import { normalCdf } from "../numerics/index.ts";
import { normal, poisson, uniform } from "./draws.ts";

const n = 20_000;
const sample = (draw: (k: number) => number): readonly number[] =>
  Array.from({ length: n }, (_, k) => draw(k)).sort((a, b) => a - b);

/** The largest distance between the distribution of a sorted sample and a distribution function, times the root of n. */
const kolmogorov = (sorted: readonly number[], cdf: (x: number) => number): number =>
  Math.sqrt(n) * Math.max(...sorted.map((x, k) => Math.max(Math.abs(cdf(x) - k / n), Math.abs((k + 1) / n - cdf(x)))));

const correlation = (x: readonly number[], y: readonly number[]): number =>
  x.reduce((s, a, k) => s + a * (y[k] ?? 0), 0) / Math.sqrt(x.length);

/** Exceeded by chance once in a million samples. */
const rare = 2.7;

describe("draws", () => {
  it("are uniform over events and over items", () => {
    expect(
      kolmogorov(
        sample((k) => uniform(1, k)),
        (x) => x,
      ),
    ).toBeLessThan(rare);
    expect(
      kolmogorov(
        sample((k) => uniform(1, 5, k)),
        (x) => x,
      ),
    ).toBeLessThan(rare);
  });

  it("are Poisson numbers of mean 1", () => {
    const numbers = Array.from({ length: n }, (_, k) => poisson(3, k, 2));
    const odds = [1, 1, 2, 6, 24].map((factorial) => Math.exp(-1) / factorial);
    for (const [k, p] of odds.entries())
      expect(Math.abs(numbers.filter((m) => m === k).length - n * p)).toBeLessThan(5 * Math.sqrt(n * p * (1 - p)));
    expect(Math.abs(numbers.reduce((s, m) => s + m, 0) - n)).toBeLessThan(5 * Math.sqrt(n));
  });

  it("are normal over events and over keys", () => {
    expect(
      kolmogorov(
        sample((k) => normal(1, k)),
        normalCdf,
      ),
    ).toBeLessThan(rare);
    expect(
      kolmogorov(
        sample((k) => normal(k, 3, 2)),
        normalCdf,
      ),
    ).toBeLessThan(rare);
  });

  it("of neighbouring events, items and keys are not correlated", () => {
    const draws = (draw: (k: number) => number) => Array.from({ length: n }, (_, k) => draw(k));
    const first = draws((k) => normal(1, k, 0));
    for (const other of [
      draws((k) => normal(1, k + 1, 0)),
      draws((k) => normal(1, k, 1)),
      draws((k) => normal(2, k, 0)),
    ])
      expect(Math.abs(correlation(first, other))).toBeLessThan(5);
  });

  it("take 64-bit event numbers", () => {
    expect(uniform(1, 123456789012n)).toBe(uniform(1, 123456789012));
  });
});
