import type { Lanes } from "../lanes.ts";
import { expParts } from "./exp-parts.ts";

/** A quarter of exp(x) - 1, which does not overflow up to 711; `x` not subnormal. */
export const quarterExpm1 = <V>(l: Lanes<V>, x: V): V => {
  const { n, rest } = expParts(l, x);
  const power = l.let(l.scale2(l.k(1), l.sub(l.atLeast(n, l.k(-60)), l.k(2))));
  return l.let(l.madd(rest, power, l.sub(power, l.k(0.25))));
};
