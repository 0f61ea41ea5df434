const muons = [
  457172, 37759045, 11135841, 2802423, 822306, 278407, 105747, 44153, 20152, 9824, 5062, 2593, 1434, 780, 480, 302, 167,
  89, 56, 54, 33, 12, 15, 8, 12, 3, 5, 2, 3, 4, 3, 1, 1, 2, 1,
];

/** Six events have 36, 37, 38, 43, 84 and 109 muons. */
const rare = Array.from({ length: 75 }, (_, k) => ([36, 37, 38, 43, 84, 109].includes(35 + k) ? 1 : 0));

/**
 * How many of the 53 446 198 events of the full data set have 0, 1, 2, ... particles of a kind.
 * @source RumbleDB/hep-iris-benchmark-scripts, particle-distribution.csv
 */
export const multiplicities = {
  Muon: [...muons, ...rare],
  Electron: [43787130, 8089663, 1356763, 187612, 22373, 2394, 234, 26, 2, 1],
  Jet: [
    12339630, 8851348, 8502356, 6798178, 4720063, 3125511, 2118664, 1498375, 1110881, 849518, 666943, 531823, 429375,
    348945, 284279, 234794, 192159, 157856, 131193, 107305, 88182, 72324, 58735, 47930, 38875, 30893, 24749, 19569,
    15344, 12065, 9391, 7356, 5562, 4238, 3085, 2366, 1798, 1272, 966, 687, 471, 325, 226, 171, 132, 94, 53, 55, 24, 29,
    12, 12, 5, 1, 1, 2, 1, 1,
  ],
} as const satisfies Readonly<Record<string, readonly number[]>>;

export type Collection = keyof typeof multiplicities;

/** The mean of a function of the multiplicity over the full data set. */
export const meanOver = (counts: readonly number[], f: (n: number) => number): number =>
  counts.reduce((sum, events, n) => sum + events * f(n), 0) / counts.reduce((sum, events) => sum + events, 0);

/** The smallest multiplicity that more than a part `u` of the events does not exceed. */
export const multiplicityAt = (counts: readonly number[], u: number): number => {
  let left = u * counts.reduce((sum, events) => sum + events, 0);
  const n = counts.findIndex((events) => {
    left -= events;
    return left < 0;
  });
  return Math.max(n, 0);
};
