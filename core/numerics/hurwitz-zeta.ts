import { integerPower } from "./integer-power.ts";

/** The numbers B(2j) / (2j)! for j = 1, ..., 9, with B the Bernoulli numbers. */
const BERNOULLI_OVER_FACTORIAL: readonly number[] = [
  1 / 12,
  -1 / 720,
  1 / 30240,
  -1 / 1209600,
  1 / 47900160,
  -691 / 1307674368000,
  1 / 74724249600,
  -3617 / 10670622842880000,
  43867 / 5109094217170944000,
];

/**
 * The scaled Hurwitz zeta function, the sum of (c / (a + k))^s over k = 0, 1, ....
 *
 * @param s - a positive integer exponent, s >= 2
 * @param a - the first denominator, a > 0
 * @param c - a power of two, which keeps large powers in range
 * @returns the sum; Infinity or 0 where it leaves the range of doubles
 * @source DLMF 25.11.28, the Euler-Maclaurin sum
 */
export function hurwitzZeta(s: number, a: number, c: number): number {
  const count = Math.max(0, Math.ceil(10 + s - a));
  const w = a + count;
  const r = 1 / w;
  let factor = s * r * r;
  let series = 1 / (s - 1) + 0.5 * r;
  let j = s + 1;
  for (const b of BERNOULLI_OVER_FACTORIAL) {
    series += b * factor;
    factor *= j * (j + 1) * r * r;
    j += 2;
  }
  let sum = (c * series) / integerPower(w / c, s - 1);
  for (let k = count - 1; k >= 0; k--) sum += 1 / integerPower((a + k) / c, s);
  return sum;
}
