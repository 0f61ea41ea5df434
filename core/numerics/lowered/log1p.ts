import type { Lowering } from "../lanes.ts";
import { logOfPositive } from "./log.ts";
import { logarithm, tinyAsIs } from "./special-values.ts";

/**
 * log(1 + x), with what is lost in the sum 1 + x.
 *
 * Largest error at 1e5 points: 0.9 ulp.
 *
 * @source fdlibm, s_log1p.c
 */
export const log1p: Lowering = (l, x) => {
  const u = l.let(l.add(x, l.k(1)));
  const lost = l.div(l.sub(x, l.sub(u, l.k(1))), u);
  return tinyAsIs(l, x, logarithm(l, u, logOfPositive(l, u, lost)));
};
