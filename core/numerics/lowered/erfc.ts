import type { Lowering } from "../lanes.ts";
import { gaussian } from "./gaussian.ts";
import { mills } from "./mills.ts";

/**
 * erfc(x), relatively accurate in its tail.
 *
 * Largest error measured against mpmath: 4.1 ulp.
 */
export const erfc: Lowering = (l, x) => {
  const tail = l.let(l.mul(gaussian(l, x, 1), mills(l, l.abs(x), Math.SQRT2)));
  return l.select(l.lt(x, l.k(0)), l.sub(l.k(2), tail), tail);
};
