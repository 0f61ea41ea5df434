import type { Lowering } from "../lanes.ts";
import { FARTHEST, quarterTurns, sineAfter } from "./quarter-turns.ts";

/**
 * cos(x), x in radians: the sine one quarter turn on.
 *
 * Largest error at 1e5 points: 2.5 ulp.
 */
export const cos: Lowering = (l, x) => {
  const turns = quarterTurns(l, x);
  const value = sineAfter(l, l.let(l.add(turns.n, l.k(1))), turns);
  return l.orCall(l.le(l.abs(x), l.k(FARTHEST)), value, Math.cos, [x]);
};
