import type { Lowering } from "../lanes.ts";
import { logParts, mantissa } from "./log-parts.ts";
import { logarithm } from "./special-values.ts";

const LOG10_2_HIGH = 0.30102999566361177;
const LOG10_2_LOW = 3.694239077158931e-13;

/**
 * The logarithm to base 10.
 *
 * Largest error at 1e5 points: 1.9 ulp.
 *
 * @source fdlibm, e_log10.c, for log10(2) in two parts
 */
export const log10: Lowering = (l, x) => {
  const { m, n } = mantissa(l, x);
  const { f, drop } = logParts(l, m, l.k(0));
  const rest = l.madd(n, l.k(LOG10_2_LOW), l.mul(l.sub(f, drop), l.k(Math.LOG10E)));
  return logarithm(l, x, l.madd(n, l.k(LOG10_2_HIGH), rest));
};
