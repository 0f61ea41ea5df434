import type { Lanes } from "../lanes.ts";
import { expEnds, expParts, scaleDown } from "./exp-parts.ts";

/** Added and taken away again, it leaves the multiple of 2^-20 next to a number of less than 2^30. */
const TO_20_BITS = 1.5 * 2 ** 32;

/** The size of x, or 40, where a Gaussian and its tail are 0. */
export const upToZero = <V>(l: Lanes<V>, x: V): V => l.let(l.atMost(l.abs(x), l.k(40)));

/**
 * exp(-scale a^2) as 2^n (1 + rest), with the rounding error of a^2 carried along.
 * @param a - from 0 to 40
 * @param scale - 1/2 or 1
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4: a^2 = z^2 - (z - a)(z + a); here z has 20 binary places
 */
export const gaussianParts = <V>(l: Lanes<V>, a: V, scale: number): { readonly n: V; readonly rest: V } => {
  const z = l.let(l.sub(l.add(a, l.k(TO_20_BITS)), l.k(TO_20_BITS)));
  const low = l.mul(l.mul(l.sub(z, a), l.add(z, a)), l.k(scale));
  return expParts(l, l.mul(l.mul(z, z), l.k(-scale)), { least: expEnds.least }, low);
};

/** exp(-x^2 / 2); 0 for |x| > 40. */
export const gaussian = <V>(l: Lanes<V>, x: V): V => {
  const { n, rest } = gaussianParts(l, upToZero(l, x), 0.5);
  return l.let(scaleDown(l, l.add(rest, l.k(1)), n));
};
