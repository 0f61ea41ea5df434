import { linspace } from "jagrad/core";

/** 30 bins of width 2, smeared with a standard deviation of 1. */
export const edges = linspace(60, 120, 31);

/** What each bin counts in the objective of a spectrum. */
export const cotangent: readonly number[] = Array.from({ length: 30 }, (_, bin) => Math.cos(0.7 * bin) + 1.5);

/** The objective of W1, W2 and W4. */
export const weighed = (bins: ArrayLike<number>): number =>
  cotangent.reduce((sum, weight, bin) => sum + weight * (bins[bin] ?? Number.NaN), 0);

/** A normal variable from two numbers of a generator, the first for the radius. */
export const gauss = (random: () => number): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
