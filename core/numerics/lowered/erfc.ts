import type { Lowering } from "../lanes.ts";
import { scaleDown } from "./exp-parts.ts";
import { gaussianParts, upToZero } from "./gaussian.ts";
import { scaledErfc } from "./scaled-erfc.ts";

/**
 * erfc(x), relatively accurate in its tail.
 *
 * Largest error at 1e5 points: 3.2 ulp.
 */
export const erfc: Lowering = (l, x) => {
  const a = upToZero(l, x);
  const { n, rest } = gaussianParts(l, a, 1);
  const scaled = l.let(scaledErfc(l, a));
  const tail = l.let(scaleDown(l, l.madd(scaled, rest, scaled), n));
  return l.select(l.lt(x, l.k(0)), l.sub(l.k(2), tail), tail);
};
