import type { Lowering } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

/** (r coth(r) - 1) / r^2 in r^2 for |r| <= log(2) / 4; largest error 3.5e-18 of r coth(r), `fit-lowered.py`. */
const COTH = [
  0.3333333333333332, -0.022222222222051658, 0.0021164020709465194, -0.00021163597012444974, 2.1216115534633992e-5,
];

/**
 * tanh(x), which is 1 from 19.1 on: y / (y + c - r) with |x| = n log(2) / 2 + r, c = r coth(r) and
 * y = (2^n - 1) / 2 (c + r) + r. That log(2) / 2 is rounded moves the result by less than half a unit in its last place.
 *
 * Largest error at 1e5 points: 2.9 ulp.
 */
export const tanh: Lowering = (l, x) => {
  const a = l.let(l.atMost(l.abs(x), l.k(22)));
  const n = l.let(l.roundOf(a, l.k(2 * Math.LOG2E)));
  const r = l.let(l.nmadd(n, l.k(Math.LN2 / 2), a));
  const square = l.let(l.mul(r, r));
  const c = l.let(l.madd(square, polynomial(l, COTH, square), l.k(1)));
  const w = l.let(l.sub(l.scale2(l.k(1), n, -1), l.k(0.5)));
  const y = l.let(l.madd(w, l.add(c, r), r));
  return l.copySign(l.div(y, l.add(y, l.sub(c, r))), x);
};
