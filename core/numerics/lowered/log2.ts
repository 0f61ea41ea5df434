import type { Lowering } from "../lanes.ts";
import { logParts, mantissa } from "./log-parts.ts";
import { logarithm } from "./special-values.ts";

/**
 * The logarithm to base 2; whole of the powers of 2.
 *
 * Largest error at 1e5 points: 1.8 ulp.
 */
export const log2: Lowering = (l, x) => {
  const { m, n } = mantissa(l, x);
  const { f, drop } = logParts(l, m, l.k(0));
  return logarithm(l, x, l.madd(l.sub(f, drop), l.k(Math.LOG2E), n));
};
