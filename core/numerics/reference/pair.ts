/**
 * A number as the sum of two doubles, the second one at most half a unit in the last place of the first one: about 106
 * bits. The arithmetic of references: nothing here is shared with what is tested against it.
 * @source T. J. Dekker, Numer. Math. 18 (1971) 224, doi:10.1007/BF01397083
 */
export interface Pair {
  readonly hi: number;
  readonly lo: number;
}

export const pair = (hi: number, lo = 0): Pair => ({ hi, lo });

export const [zero, one, two]: readonly [Pair, Pair, Pair] = [pair(0), pair(1), pair(2)];

/** hi + lo as a pair, where |hi| >= |lo|. */
const settled = (hi: number, lo: number): Pair => {
  const sum = hi + lo;
  return { hi: sum, lo: lo - (sum - hi) };
};

/** The exact sum of two doubles. */
export const sumOf = (x: number, y: number): Pair => {
  const sum = x + y;
  const added = sum - x;
  return { hi: sum, lo: x - (sum - added) + (y - added) };
};

/** The exact product of two doubles of less than 1e150, where no part of it is below the least double. */
export const productOf = (x: number, y: number): Pair => {
  const product = x * y;
  const [c, d] = [134217729 * x, 134217729 * y];
  const [a, b] = [c - (c - x), d - (d - y)];
  const [u, v] = [x - a, y - b];
  return { hi: product, lo: u * v - (product - a * b - u * b - a * v) };
};

export const plus = (x: Pair, y: Pair): Pair => {
  const high = sumOf(x.hi, y.hi);
  const low = sumOf(x.lo, y.lo);
  const both = settled(high.hi, high.lo + low.hi);
  return settled(both.hi, both.lo + low.lo);
};

export const minus = (x: Pair): Pair => ({ hi: -x.hi, lo: -x.lo });

export const less = (x: Pair, y: Pair): Pair => plus(x, minus(y));

export const times = (x: Pair, y: Pair): Pair => {
  const high = productOf(x.hi, y.hi);
  return settled(high.hi, high.lo + (x.hi * y.lo + x.lo * y.hi));
};

export const over = (x: Pair, y: Pair): Pair => {
  const first = x.hi / y.hi;
  const rest = less(x, times(y, pair(first)));
  const second = rest.hi / y.hi;
  const third = less(rest, times(y, pair(second))).hi / y.hi;
  const both = settled(first, second);
  return settled(both.hi, both.lo + third);
};

export const root = (x: Pair): Pair => {
  if (x.hi === 0) return zero;
  const first = Math.sqrt(x.hi);
  return settled(first, less(x, productOf(first, first)).hi / (2 * first));
};

/** A pair times a power of 2, by which nothing is rounded. */
export const scaledBy = (x: Pair, factor: number): Pair => ({ hi: x.hi * factor, lo: x.lo * factor });

export const square = (x: Pair): Pair => times(x, x);

/** The sum of the coefficients times powers of x, lowest order first. */
export const series = (coefficients: readonly Pair[], x: Pair): Pair => {
  let sum = zero;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = plus(times(sum, x), coefficients[k] ?? zero);
  return sum;
};
