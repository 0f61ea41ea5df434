import type { Lowering } from "../lanes.ts";
import { expParts, scaleFar } from "./exp-parts.ts";

/**
 * exp(x).
 *
 * Largest error at 1e5 points: 1.0 ulp.
 */
export const exp: Lowering = (l, x) => {
  const { n, rest } = expParts(l, x);
  return l.let(scaleFar(l, l.add(rest, l.k(1)), n));
};
