import type { Lanes, Lowering } from "../lanes.ts";
import { expEnds, expParts, scaleDown, scaleFar } from "./exp-parts.ts";

/** exp(x + low) of an `x` that is not positive. */
export const expOfNegative = <V>(l: Lanes<V>, x: V, low?: V): V => {
  const { n, rest } = expParts(l, x, { least: expEnds.least }, low);
  return l.let(scaleDown(l, l.add(rest, l.k(1)), n));
};

/**
 * exp(x).
 *
 * Largest error measured against mpmath: 1.0 ulp.
 */
export const exp: Lowering = (l, x) => {
  const { n, rest } = expParts(l, x);
  return l.let(scaleFar(l, l.add(rest, l.k(1)), n));
};
