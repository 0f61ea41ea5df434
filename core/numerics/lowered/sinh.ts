import type { Lowering } from "../lanes.ts";
import { quarterExpm1 } from "./quarter-expm1.ts";
import { tinyAsIs } from "./special-values.ts";

/** sinh(x). */
export const sinh: Lowering = (l, x) => {
  const quarter = quarterExpm1(l, l.abs(x));
  const half = l.let(l.add(quarter, quarter));
  const size = l.add(half, l.div(half, l.madd(quarter, l.k(4), l.k(1))));
  return tinyAsIs(l, x, l.copySign(size, x));
};
