/**
 * How many of the ascending edges are at most `x`: 0 below the first, the number of edges at and above the last, -1 for
 * NaN.
 */
export const digitize = (edges: ArrayLike<number>, x: number): number => {
  if (Number.isNaN(x)) return -1;
  let low = 0;
  let high = edges.length;
  const first = edges[0] ?? 0;
  const last = edges[high - 1] ?? 0;
  if (x < first) return 0;
  if (x >= last) return high;
  const guess = Math.floor(((x - first) / (last - first)) * (high - 1));
  if (guess >= 0 && guess + 1 < high && (edges[guess] ?? 0) <= x && x < (edges[guess + 1] ?? 0)) return guess + 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((edges[middle] ?? 0) <= x) low = middle + 1;
    else high = middle;
  }
  return low;
};
