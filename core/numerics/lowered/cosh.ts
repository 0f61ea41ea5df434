import type { Lowering } from "../lanes.ts";
import { expEnds, expParts } from "./exp-parts.ts";

/**
 * cosh(x).
 *
 * Largest error at 1e5 points: 1.5 ulp.
 */
export const cosh: Lowering = (l, x) => {
  const { n, rest } = expParts(l, l.abs(x), { most: expEnds.most });
  const power = l.let(l.add(rest, l.k(1)));
  const half = l.let(l.scale2(l.add(power, power), n, -2));
  return l.add(half, l.div(l.k(0.25), half));
};
