type Vector = readonly number[];

const made = new Map<number, readonly [Vector, Vector]>();

/** Two directions in the space of all parameters: what derivatives are compared along. */
export const directions = (size: number): readonly [Vector, Vector] => {
  const known = made.get(size);
  if (known) return known;
  const both = [
    Array.from({ length: size }, (_, i) => 1.5 + Math.cos(0.7 * i)),
    Array.from({ length: size }, (_, i) => 1.5 + Math.cos(1.1 * i + 1)),
  ] as const;
  made.set(size, both);
  return both;
};

/** The derivatives along both directions. */
export const along = (slopes: ArrayLike<number>): readonly [number, number] => {
  const [a, b] = directions(slopes.length);
  const sums: [number, number] = [0, 0];
  for (let i = 0; i < slopes.length; i++) {
    const slope = slopes[i] ?? Number.NaN;
    sums[0] += (a[i] ?? 0) * slope;
    sums[1] += (b[i] ?? 0) * slope;
  }
  return sums;
};
