import { bell, below, perBell } from "./normal.ts";
import { weighed } from "./spectrum.ts";

const bins = 30;
const reach = 6;

/** Adds an entry: its place and weight, and by each parameter the derivatives of both. */
export type Smear = (x: number, weight: number, weights: readonly number[], places: readonly number[]) => void;

/** A smeared spectrum with its derivatives as it is written by hand, over the bins within reach. */
export const smeared = (parameters: number): { readonly add: Smear; readonly objectives: () => readonly number[] } => {
  const sums = Array.from({ length: parameters + 1 }, () => new Float64Array(bins));
  const [contents = new Float64Array(0), ...slopes] = sums;
  const add: Smear = (x, weight, weights, places) => {
    const first = Math.max(0, Math.floor((x - reach - 60) / 2));
    const last = Math.min(bins - 1, Math.floor((x + reach - 60) / 2));
    if (first > last) return;
    let height = bell(60 + 2 * first - x);
    let under = below(60 + 2 * first - x, height);
    for (let bin = first; bin <= last; bin++) {
      const z = 60 + 2 * (bin + 1) - x;
      const nextHeight = bell(z);
      const nextUnder = below(z, nextHeight);
      const [mass, slope] = [nextUnder - under, weight * perBell * (nextHeight - height)];
      contents[bin] = (contents[bin] ?? 0) + weight * mass;
      for (let p = 0; p < parameters; p++) {
        const sum = slopes[p];
        if (sum) sum[bin] = (sum[bin] ?? 0) + (weights[p] ?? 0) * mass - (places[p] ?? 0) * slope;
      }
      height = nextHeight;
      under = nextUnder;
    }
  };
  return { add, objectives: () => sums.map(weighed) };
};
