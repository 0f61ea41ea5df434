import { type Pair, pair, times } from "./pair.ts";

/** A value to some 100 bits, also where it is beyond the range of doubles: the pair times 2 to the given power. */
export interface Exact {
  readonly value: Pair;
  readonly power: number;
}

/** What a function is, from its arguments as they are. */
export type Reference = (...inputs: readonly number[]) => Exact;

export const exact = (value: Pair, power = 0): Exact => ({ value, power });

/** x times 2 to the power of n, where a product of the two powers would be out of range. */
export const shifted = (x: number, n: number): number => {
  const half = Math.trunc(n / 2);
  return x * 2 ** half * 2 ** (n - half);
};

/** The exponent of the first digit of a finite number that is not 0. */
const exponentOf = (x: number): number => {
  const n = Math.floor(Math.log2(Math.abs(x)));
  const m = shifted(Math.abs(x), -n);
  return m < 1 ? n - 1 : m >= 2 ? n + 1 : n;
};

/**
 * The distance of a double from an exact value in units in the last place of the value, or of `floor` where that is more;
 * infinite where one of them is NaN.
 */
export const errorOf = (got: number, { value, power }: Exact, floor = 0): number => {
  const size = value.hi === 0 ? -1074 : exponentOf(value.hi) + power;
  if (Math.abs(got) === Infinity) return size >= 1024 && Math.sign(value.hi) === Math.sign(got) ? 0 : Infinity;
  const unit = Math.max(size - 52, floor === 0 ? -1074 : exponentOf(floor) - 52, -1074);
  const off = shifted(got, -power) - value.hi - value.lo;
  const error = Math.abs(shifted(off, power - unit));
  return Number.isNaN(error) ? Infinity : error;
};

/** A function of one number that is `slope` times its argument next to 0; elsewhere a pair of its own. */
export const nearZero =
  (slope: Pair, f: (x: number) => Pair): Reference =>
  (x = NaN) =>
    Math.abs(x) < 2 ** -200 ? exact(times(slope, pair(x * 2 ** 600 * 2 ** 200)), -800) : exact(f(x));
