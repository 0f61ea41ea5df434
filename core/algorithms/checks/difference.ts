/** A derivative by differences, and what its error is estimated to be. */
export interface Difference {
  readonly value: number;
  readonly error: number;
}

const levels = 20;
const unit = 2 ** -53;
/** The rounding of a value in units in the last place, as far as it is known before anything is computed. */
const ulps = 8;
const enough = 1e-11;

/**
 * The derivative of `f` at zero, by Richardson's extrapolation of central differences with steps `reach`, `reach / 2`
 * and so on. The entry with the least error is taken; its error is what neighbouring entries differ by, and rounding.
 */
export const difference = (f: (step: number) => number, reach: number): Difference => {
  let best: Difference = { value: Number.NaN, error: Number.POSITIVE_INFINITY };
  let before: readonly number[] = [];
  let size = 0;
  for (let level = 0; level < levels && !(best.error <= enough * Math.abs(best.value)); level++) {
    const step = reach / 2 ** level;
    const [above, below] = [f(step), f(-step)];
    size = Math.max(size, Math.abs(above) || 0, Math.abs(below) || 0);
    const noise = (2 * ulps * unit * size) / step;
    const row = [(above - below) / (2 * step)];
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

/** The largest step along a direction that is of the size of what it moves. */
export const reach = 1e-2;

/** Errors of differences above this, of the derivative or of the value, mean that they do not converge. */
const useful = 1e-6;
/** How far a derivative may be from a difference without error, of the larger of the two. */
const tolerance = 1e-6;

/** How a derivative compares: alike, unlike, or where differences do not converge, nobody knows. */
export type Verdict = "alike" | "unlike" | "unknown";

/** @param size - of what is differentiated: derivatives along directions of its size are about as large. */
export const compare = (derivative: number, { value, error }: Difference, size: number): Verdict => {
  const scale = Math.max(Math.abs(derivative), Math.abs(value));
  if (derivative === value) return "alike";
  if (!(error <= useful * Math.max(scale, size))) return "unknown";
  return Math.abs(derivative - value) <= tolerance * scale + 4 * error ? "alike" : "unlike";
};

/** What derivative and difference differ by beyond the error of the latter, of the larger of the two. */
export const relativeError = (derivative: number, { value, error }: Difference): number => {
  const scale = Math.max(Math.abs(derivative), Math.abs(value));
  const beyond = Math.max(0, Math.abs(derivative - value) - error);
  if (Number.isNaN(beyond)) return Number.POSITIVE_INFINITY;
  return beyond === 0 ? 0 : beyond / scale;
};
