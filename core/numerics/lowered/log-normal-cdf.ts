import type { Lowering } from "../lanes.ts";
import { gaussian } from "./gaussian.ts";
import { logOfPositive } from "./log.ts";
import { log1p } from "./log1p.ts";
import { mills } from "./mills.ts";

/**
 * The logarithm of the standard normal distribution function, accurate in both tails.
 *
 * Largest error measured against mpmath: 4.0 ulp.
 */
export const logNormalCdf: Lowering = (l, x) => {
  const half = l.let(l.mul(mills(l, l.abs(x)), l.k(0.5)));
  const low = l.sub(logOfPositive(l, half), l.mul(l.mul(l.k(0.5), x), x));
  const high = l.add(log1p(l, l.let(l.neg(l.mul(gaussian(l, x, 0.5), half)))), l.k(0));
  return l.select(l.lt(x, l.k(0)), low, high);
};
