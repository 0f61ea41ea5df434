/** A function of points that runs as JavaScript. */
export type PointFunction = (x: readonly number[]) => readonly number[];

const levels = 3;

/** Richardson's extrapolation of central differences by one coordinate, for every number of the value. */
const slopesAlong = (f: PointFunction, x: readonly number[], j: number): readonly number[] => {
  const scale = Math.max(1e-3, Math.abs(x[j] ?? 0));
  let row: readonly (readonly number[])[] = [];
  for (let level = 0; level < levels; level++) {
    const step = (1e-2 * scale) / 2 ** level;
    const [above, below] = [step, -step].map((move) => f(x.with(j, (x[j] ?? 0) + move)));
    const next = [(above ?? []).map((value, i) => (value - (below?.[i] ?? 0)) / (2 * step))];
    for (const [k, before] of row.entries()) {
      const last = next[k] ?? [];
      next.push(last.map((value, i) => value + (value - (before[i] ?? 0)) / (4 ** (k + 1) - 1)));
    }
    row = next;
  }
  return row.at(-1) ?? [];
};

/** The derivatives of a function: a row for each coordinate, a column for each number of the value. */
export const plainSlopes = (f: PointFunction, x: readonly number[]): readonly (readonly number[])[] =>
  x.map((_, j) => slopesAlong(f, x, j));
