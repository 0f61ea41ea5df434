import type { Lowering } from "../lanes.ts";
import { FARTHEST, quarterTurns } from "./quarter-turns.ts";

/**
 * tan(x), x in radians.
 *
 * Largest error at 1e5 points: 3.6 ulp.
 */
export const tan: Lowering = (l, x) => {
  const { sin, cos, n } = quarterTurns(l, x);
  const odd = l.let(l.isOdd(n));
  const ratio = l.div(l.select(odd, l.neg(cos), sin), l.select(odd, sin, cos));
  const value = l.select(l.eq(x, l.k(0)), x, ratio);
  return l.orCall(l.le(l.abs(x), l.k(FARTHEST)), value, Math.tan, [x]);
};
