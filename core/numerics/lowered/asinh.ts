import type { Lowering } from "../lanes.ts";
import { log1p } from "./log1p.ts";

const FAR = 2 ** 60;

/**
 * asinh(x).
 *
 * Largest error at 1e5 points: 1.8 ulp.
 *
 * @source fdlibm, s_asinh.c
 */
export const asinh: Lowering = (l, x) => {
  const a = l.let(l.abs(x));
  const isFar = l.let(l.gt(a, l.k(FAR)));
  const near = l.let(l.select(isFar, l.k(1), a));
  const square = l.let(l.mul(near, near));
  const root = l.sqrt(l.add(square, l.k(1)));
  const inner = l.select(isFar, a, l.add(near, l.div(square, l.add(root, l.k(1)))));
  const more = l.select(isFar, l.k(Math.LN2), l.k(0));
  return l.copySign(l.add(log1p(l, l.let(inner)), more), x);
};
