import type { Lowering } from "../lanes.ts";
import { quarterExpm1Above } from "./quarter-expm1.ts";
import { tinyAsIs } from "./special-values.ts";

/**
 * sinh(x).
 *
 * Largest error at 1e5 points: 2.4 ulp.
 */
export const sinh: Lowering = (l, x) => {
  const quarter = quarterExpm1Above(l, l.abs(x));
  const half = l.add(quarter, quarter);
  const size = l.add(half, l.div(quarter, l.madd(quarter, l.k(2), l.k(0.5))));
  return tinyAsIs(l, x, l.copySign(size, x));
};
