import { PI, piCotPiOf, sinPiOf } from "./angles.ts";
import { exact, type Reference } from "./exact.ts";
import { log1pOf, logOf, logOfDouble } from "./logarithms.ts";
import { less, minus, one, over, type Pair, pair, plus, scaledBy, series, square, sumOf, times, zero } from "./pair.ts";

/** Numerators and denominators of the Bernoulli numbers of order 2, 4, ..., 30. */
const bernoulli: readonly (readonly [number, number])[] = [
  [1, 6],
  [-1, 30],
  [1, 42],
  [-1, 30],
  [5, 66],
  [-691, 2730],
  [7, 6],
  [-3617, 510],
  [43867, 798],
  [-174611, 330],
  [854513, 138],
  [-236364091, 2730],
  [8553103, 6],
  [-23749461029, 870],
  [8615841276005, 14322],
];

/** From here on the series below are good to 110 bits; a power of 2, so that its powers are doubles. */
const FAR = 32;

/** B_2k / (2 k (2 k - 1)) and B_2k / (2 k), k = 1, 2, ... */
const ofLgamma = bernoulli.map(([n, d], k) => over(pair(n), pair(d * (2 * k + 2) * (2 * k + 1))));
const ofDigamma = bernoulli.map(([n, d], k) => over(pair(n), pair(d * (2 * k + 2))));

const HALF_LOG_TWO_PI = scaledBy(logOf(scaledBy(PI, 2)), 0.5);

/** What Stirling's formula leaves out of log gamma(x). */
const restOf = (x: Pair): Pair => over(series(ofLgamma, over(one, square(x))), x);

const stirling = (x: Pair): Pair =>
  plus(less(times(less(x, pair(0.5)), logOf(x)), x), plus(HALF_LOG_TWO_PI, restOf(x)));

const LOG_FAR = logOf(pair(FAR));
const ofLgammaAtFar = ofLgamma.map((c, k) => scaledBy(c, FAR ** -(1 + 2 * k)));

/** 1, 1 / 2, ..., up to FAR. */
const inverses = Array.from({ length: FAR - 1 }, (_, j) => over(one, pair(j + 1)));

/**
 * log gamma(1 + u) for |u| <= 1/2, to as many digits of itself: what u changes in Stirling's formula at FAR, less what it
 * changes in the product that leads there.
 */
const nearOne = (u: Pair): Pair => {
  let product = zero;
  for (const inverse of inverses) {
    const step = times(u, inverse);
    product = plus(product, plus(step, times(product, step)));
  }
  const v = over(u, pair(FAR));
  const far = log1pOf(v);
  const moved = less(plus(times(pair(FAR - 0.5), far), times(u, plus(far, LOG_FAR))), u);
  const less1 = minus(over(v, plus(one, v)));
  const less2 = times(less1, plus(less1, pair(2)));
  let [rest, power] = [zero, less1];
  for (const c of ofLgammaAtFar) {
    rest = plus(rest, times(c, power));
    power = plus(power, plus(less2, times(power, less2)));
  }
  return less(plus(moved, rest), log1pOf(product));
};

/** How many steps bring x to FAR. */
const stepsFrom = (x: number): number => Math.max(0, Math.ceil(FAR - x));

const ofPositive = (x: number): Pair => {
  if (x < 0.5) return less(nearOne(pair(x)), logOfDouble(x));
  if (x < 1.5) return nearOne(pair(x - 1));
  if (x < 2.5) return plus(nearOne(pair(x - 2)), log1pOf(pair(x - 2)));
  const n = stepsFrom(x);
  let product = one;
  for (let j = 0; j < n; j++) product = times(product, sumOf(x, j));
  return less(stirling(sumOf(x, n)), logOf(product));
};

/** log |gamma(x)|; from 1e100 on what is left out is below 1e-90 of it. */
export const lgamma: Reference = (x = NaN) => {
  if (x > 1e100) return exact(times(pair(x * 2 ** -200), less(logOfDouble(x), one)), 200);
  if (x > 0) return exact(ofPositive(x));
  if (x > -0.25) return exact(less(nearOne(pair(x)), logOfDouble(-x)));
  const gap = times(pair(-x), sinPiOf(x));
  return exact(less(less(logOf(PI), logOf(gap)), ofPositive(-x)));
};

/** log x - 1 / (2 x) - ... */
const digammaFar = (x: Pair): Pair => {
  const r = over(one, x);
  const s = square(r);
  return less(less(logOf(x), scaledBy(r, 0.5)), times(s, series(ofDigamma, s)));
};

/** The sum of 1 / (x + j) for j below n. */
const sumOfInverses = (x: Pair, n: number): Pair => {
  let sum = zero;
  for (let j = 0; j < n; j++) sum = plus(sum, over(one, plus(x, pair(j))));
  return sum;
};

const digammaOf = (x: Pair): Pair => {
  const n = stepsFrom(x.hi);
  return less(digammaFar(plus(x, pair(n))), sumOfInverses(x, n));
};

export const digamma: Reference = (x = NaN) => {
  if (x > 1e100) return exact(logOfDouble(x));
  if (Math.abs(x) < 2 ** -200) return exact(over(minus(one), pair(x * 2 ** 600 * 2 ** 200)), 800);
  if (x > 0) return exact(digammaOf(pair(x)));
  return exact(less(digammaOf(sumOf(1, -x)), piCotPiOf(x)));
};
