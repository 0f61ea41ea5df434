/** Where 0, 10, 25, 50, 75, 90, 99 and 100 % of the values lie below. */
type Quantiles = readonly [number, number, number, number, number, number, number, number];

const parts = [0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1];

/** The spectra of the first 1000 events of the data set, rounded; pt, mass and missing pt in GeV. */
export const shapes = {
  missingPt: [0.3, 9.6, 15.9, 26.1, 38.8, 49.8, 71.7, 128.6],
  muonPt: [3, 5.5, 16.9, 29.1, 39.3, 47.9, 78.7, 956],
  electronPt: [5, 5.8, 6.6, 9.3, 21.1, 41.6, 80, 124],
  jetPt: [15, 15.9, 18, 24.3, 40.4, 65.8, 165.2, 484],
} as const satisfies Readonly<Record<string, Quantiles>>;

/** The value that a part `u` of a spectrum lies below; straight between the quantiles. */
export const valueAt = (quantiles: Quantiles, u: number): number => {
  const k = Math.max(
    parts.findLastIndex((part) => part <= u),
    0,
  );
  const [from = 0, to = 1] = parts.slice(k, k + 2);
  const [low = 0, high = low] = quantiles.slice(k, k + 2);
  return low + ((u - from) / (to - from)) * (high - low);
};
