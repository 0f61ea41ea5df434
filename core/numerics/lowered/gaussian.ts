import type { Lanes } from "../lanes.ts";
import { expOfNegative } from "./exp.ts";

/** Added and taken away again, it leaves the multiple of 2^-20 next to a number of less than 2^30. */
const TO_20_BITS = 1.5 * 2 ** 32;

/**
 * exp(-scale x^2), with the rounding error of x^2 carried along; 0 for |x| > 40.
 * @param scale - 1/2 or 1
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4: x^2 = z^2 - (z - x)(z + x); here z has 20 binary places
 */
export const gaussian = <V>(l: Lanes<V>, x: V, scale: number): V => {
  const a = l.let(l.atMost(l.abs(x), l.k(40)));
  const z = l.let(l.sub(l.add(a, l.k(TO_20_BITS)), l.k(TO_20_BITS)));
  const low = l.mul(l.mul(l.sub(z, a), l.add(z, a)), l.k(scale));
  return expOfNegative(l, l.mul(l.mul(z, z), l.k(-scale)), low);
};
