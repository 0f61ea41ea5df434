import { digamma } from "./digamma.ts";
import { hurwitzZeta } from "./hurwitz-zeta.ts";
import { integerPower } from "./integer-power.ts";
import { trigamma } from "./trigamma.ts";

/** The last order whose factorial is a double. */
const MAX_ORDER = 170;

/** The sum of (c / (x + k))^s over k = 0, 1, ... for negative x: the sum over all integers less the terms before it. */
function reflectedZeta(s: number, x: number, c: number): number {
  const d = x > -0.5 ? x : x - Math.round(x);
  if (d === 0 && x < 0 && s % 2 === 1) return NaN;
  const before = hurwitzZeta(s, 1 - d, c) - hurwitzZeta(s, 1 - x, c);
  return 1 / integerPower(d / c, s) + (hurwitzZeta(s, 1 + d, c) + (s % 2 === 0 ? before : -before));
}

function higher(n: number, x: number): number {
  const c = 2 ** Math.max(0, Math.round(Math.log2(n / Math.E)));
  let factor = 1 / c;
  for (let j = 1; j <= n; j++) factor *= j / c;
  const sum = x > 0 ? hurwitzZeta(n + 1, x, c) : reflectedZeta(n + 1, x, c);
  return n % 2 === 0 ? -factor * sum : factor * sum;
}

/**
 * The polygamma function of order n, the derivative of order n + 1 of log Gamma(x).
 *
 * Largest error measured against mpmath for x > 0: 4.3 ulp for n = 2, 7.8 for n = 8, 15 for n = 20, 48 for n = 60. For
 * x < 0 and even n it is absolute next to the zeros. A result below 1e-300 may be flushed to 0.
 *
 * @param n - the order, an integer, 0 <= n <= 170; 0 is `digamma`, 1 is `trigamma`
 * @param x - any number
 * @returns the derivative; at the poles Infinity for odd n, and for even n -Infinity at 0, Infinity at -0, NaN at -1,
 *   -2, ...; 0 at Infinity; NaN at -Infinity, for NaN and for any other n
 * @source DLMF 5.15.1, 25.11.12
 */
export function polygamma(n: number, x: number): number {
  if (n === 0) return digamma(x);
  if (n === 1) return trigamma(x);
  return Number.isInteger(n) && n > 0 && n <= MAX_ORDER && x > -Infinity ? higher(n, x) : NaN;
}
