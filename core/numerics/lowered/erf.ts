import type { Lowering } from "../lanes.ts";
import { exp } from "./exp.ts";
import { polynomial } from "./polynomial.ts";
import { scaledErfc } from "./scaled-erfc.ts";

/** erf(x) / x - 1 in x^2 for |x| <= 1; largest error 5e-17 of erf(x), `fit-lowered.py`. */
const NEAR = [
  0.12837916709551256, -0.37612638903183543, 0.11283791670945006, -0.02686617064323777, 0.0052239776071164225,
  -0.0008548325975389692, 0.00012055294904839707, -1.492473690741966e-5, 1.6447424703317362e-6, -1.6208483801871705e-7,
  1.3720064546777686e-8, -7.795898827002142e-10,
];

/**
 * erf(x).
 *
 * Largest error at 1e5 points: 1.8 ulp.
 */
export const erf: Lowering = (l, x) => {
  const a = l.let(l.atMost(l.abs(x), l.k(6)));
  const square = l.let(l.mul(a, a));
  const near = l.madd(x, polynomial(l, NEAR, square), x);
  const far = l.sub(l.k(1), l.mul(exp(l, l.neg(square)), scaledErfc(l, a)));
  return l.select(l.le(a, l.k(1)), l.select(l.eq(x, l.k(0)), x, near), l.copySign(far, x));
};
