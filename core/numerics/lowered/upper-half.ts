import type { Lanes } from "../lanes.ts";

/** The upper 26 bits of a number of less than 1e300, so that the product of two such is exact. */
export const upperHalf = <V>(l: Lanes<V>, x: V): V => {
  const c = l.let(l.mul(x, l.k(2 ** 27 + 1)));
  return l.let(l.sub(c, l.sub(c, x)));
};
