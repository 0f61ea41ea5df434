import type { Lanes, Lowering } from "../lanes.ts";
import { LN2_HIGH, LN2_LOW } from "./exp-parts.ts";
import { logParts, mantissa } from "./log-parts.ts";
import { logarithm } from "./special-values.ts";

/** log(x) + low of a positive finite number, subnormal ones included. */
export const logOfPositive = <V>(l: Lanes<V>, x: V, low: V = l.k(0)): V => {
  const { m, n } = mantissa(l, x);
  const { f, drop } = logParts(l, m, l.madd(n, l.k(LN2_LOW), low));
  return l.sub(l.mul(n, l.k(LN2_HIGH)), l.sub(drop, f));
};

/**
 * log(x).
 *
 * Largest error at 1e5 points: 0.9 ulp.
 */
export const log: Lowering = (l, x) => logarithm(l, x, logOfPositive(l, x));
