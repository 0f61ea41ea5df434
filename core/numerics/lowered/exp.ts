import type { Lanes, Lowering } from "../lanes.ts";
import { expParts, scaleDown, scaleFar } from "./exp-parts.ts";

/** exp(x + low). */
export const expOfSum = <V>(l: Lanes<V>, x: V, low?: V): V => {
  const { n, rest } = expParts(l, x, low);
  return l.let(scaleFar(l, l.add(rest, l.k(1)), n));
};

/** exp(x + low) of an `x` that is not positive. */
export const expOfNegative = <V>(l: Lanes<V>, x: V, low?: V): V => {
  const { n, rest } = expParts(l, x, low);
  return l.let(scaleDown(l, l.add(rest, l.k(1)), n));
};

/**
 * exp(x).
 *
 * Largest error measured against mpmath: 1.0 ulp.
 */
export const exp: Lowering = (l, x) => expOfSum(l, x);
