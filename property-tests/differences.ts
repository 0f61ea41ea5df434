/** A derivative from differences, and a bound on its error. */
export interface Estimate {
  readonly value: number;
  readonly error: number;
}

const unit = 2 ** -53;
const levels = 14;

/**
 * The derivative of `f` at `x` by Richardson's extrapolation of central differences with steps reach, reach/2, ...
 * The error is what the last two extrapolations differ by, plus the rounding of `f` seen through the step; the entry
 * with the least error is taken, so that a kink next to `x` costs steps, not truth.
 * @param reach - the largest step
 * @param ulps - the accuracy of `f` in units in the last place, of its value or of 1
 */
export const differentiate = (f: (x: number) => number, x: number, reach: number, ulps = 8): Estimate => {
  let best: Estimate = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  let before: readonly number[] = [];
  let size = 1;
  for (let level = 0; level < levels; level++) {
    const step = reach / 2 ** level;
    const [above, below] = [f(x + step), f(x - step)];
    const width = x + step - (x - step);
    size = Math.max(size, Math.abs(above), Math.abs(below));
    const noise = (4 * ulps * unit * size) / width;
    const row = [(above - below) / width];
    for (const [k, old] of before.entries()) {
      const last = row[k] ?? Number.NaN;
      const next = last + (last - old) / (4 ** (k + 1) - 1);
      const error = Math.max(Math.abs(next - last), Math.abs(next - old)) + noise;
      row.push(next);
      if (error < best.error) best = { value: next, error };
    }
    before = row;
  }
  return best;
};
