import { describe, expect, it } from "vitest";
import { randomFrom } from "./random.ts";

const n = 100_000;
const mean = (xs: readonly number[]): number => xs.reduce((sum, x) => sum + x, 0) / xs.length;

describe("random numbers", () => {
  const random = randomFrom(11);
  const draws = (draw: () => number): readonly number[] => Array.from({ length: n }, draw);

  it("are uniform with mean 1/2 and variance 1/12", () => {
    const xs = draws(random.uniform);
    expect(Math.abs(mean(xs) - 0.5)).toBeLessThan(4 * Math.sqrt(1 / 12 / n));
    expect(mean(xs.map((x) => (x - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    expect(Math.min(...xs.slice(0, 1000))).toBeGreaterThan(0);
  });

  it("are normal with mean 0 and variance 1", () => {
    const xs = draws(random.normal);
    expect(Math.abs(mean(xs))).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(mean(xs.map((x) => x * x)) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  });

  it("fall exponentially with the mean asked for", () => {
    expect(Math.abs(mean(draws(() => random.exponential(3))) - 3)).toBeLessThan((4 * 3) / Math.sqrt(n));
  });

  it("follow a Breit-Wigner curve between two ends: half of them within half a width of the peak", () => {
    const xs = draws(() => random.breitWigner(91, 2.5, -1e6, 1e6));
    const inside = xs.filter((x) => Math.abs(x - 91) < 1.25).length / n;
    expect(Math.abs(inside - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
    expect(draws(() => random.breitWigner(91, 2.5, 60, 120)).every((x) => x >= 60 && x <= 120)).toBe(true);
  });
});
