import type { Lanes } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

/** (asin(t) / t - 1) / t^2 in t^2 for |t| <= 1 / 2; largest error 6e-18 of asin(t), `fit-lowered.py`. */
const ASIN = [
  0.16666666666666669, 0.07499999999998433, 0.04464285714635543, 0.030381944138531247, 0.02237217294214989,
  0.017352392720869973, 0.013971212973552933, 0.011479177415184906, 0.01032281435018578, 0.005457506718640358,
  0.01740087944269402, -0.014851887071247204, 0.028757851367421566,
];

/** pi / 2 = HALF_PI + HALF_PI_LOW. */
export const HALF_PI = Math.PI / 2;
export const HALF_PI_LOW = 6.123233995736766e-17;

/**
 * asin(|x|) where `isFar` is false, and otherwise asin(sqrt((1 - |x|) / 2)), the half of acos(|x|): NaN beyond 1.
 * @source fdlibm, e_asin.c
 */
export const asinParts = <V>(l: Lanes<V>, x: V): { readonly isFar: V; readonly angle: V } => {
  const a = l.let(l.abs(x));
  const isFar = l.let(l.gt(a, l.k(0.5)));
  const z = l.let(l.select(isFar, l.mul(l.sub(l.k(1), a), l.k(0.5)), l.mul(a, a)));
  const t = l.let(l.select(isFar, l.sqrt(z), a));
  return { isFar, angle: l.let(l.madd(l.mul(t, z), polynomial(l, ASIN, z), t)) };
};
