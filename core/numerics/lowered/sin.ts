import type { Lowering } from "../lanes.ts";
import { FARTHEST, quarterTurns, sineAfter } from "./quarter-turns.ts";

/**
 * sin(x), x in radians.
 *
 * Largest error at 1e5 points: 2.5 ulp.
 */
export const sin: Lowering = (l, x) => {
  const turns = quarterTurns(l, x);
  const value = l.select(l.eq(x, l.k(0)), x, sineAfter(l, turns.n, turns));
  return l.orCall(l.le(l.abs(x), l.k(FARTHEST)), value, Math.sin, [x]);
};
