import { HALF_LOG_TWO_PI_LESS_HALF, NEAR, STIRLING_REST } from "./lgamma-fits.ts";

/** The sum of coefficients times powers of x, lowest order first. */
function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0;
  for (let k = coefficients.length - 1; k >= 0; k--) sum = sum * x + (coefficients[k] ?? 0);
  return sum;
}

/** log gamma(2 + u) for u from -0.8 to 0.2. */
function nearTwo(u: number): number {
  return u * (u + 1) * polynomial(NEAR, u + 0.3);
}

function stirling(x: number): number {
  const r = 1 / x;
  return (x - 0.5) * (Math.log(x) - 1) + (HALF_LOG_TWO_PI_LESS_HALF + r * polynomial(STIRLING_REST, r * r));
}

/** By as many factors as lead down to at most 2.2. */
function downwards(x: number): number {
  const n = Math.ceil(x - 2.2);
  let product = x - 1;
  for (let k = 2; k <= n; k++) product *= x - k;
  return Math.log(product) + nearTwo(x - n - 2);
}

function reflected(x: number): number {
  if (!(x > -Infinity)) return -x;
  const d = x - Math.round(x);
  return d === 0 ? Infinity : Math.log(Math.PI / Math.abs(x * Math.sin(Math.PI * d))) - lgamma(-x);
}

/**
 * The logarithm of the absolute value of the gamma function, log |Gamma(x)|.
 *
 * Largest error at 1e5 points: 3.2 ulp, of itself for x > 0, zeros included, and of the terms that cancel for x < 0.
 *
 * @param x - any number
 * @returns the logarithm; Infinity at the poles 0, -1, -2, ..., at +-Infinity and above 2.55e305; NaN for NaN
 * @source DLMF 5.5.1 below 6.2, 5.11.1 above, 5.5.3 for negative numbers; our own fits, `fit-lowered.py`
 */
export function lgamma(x: number): number {
  if (x > 6.2) return stirling(x);
  if (x > 2.2) return downwards(x);
  if (x > 1.2) return nearTwo(x - 2);
  if (x > 0.2) return nearTwo(x - 1) - Math.log(x);
  if (x >= -0.3125) return nearTwo(x) - Math.log(Math.abs(x * (x + 1)));
  return reflected(x);
}
