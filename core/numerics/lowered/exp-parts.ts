import type { Lanes } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

/** log(2) in two parts, the first one of 32 bits, so that its products with exponents are exact. */
export const LN2_HIGH = 0.6931471803691238;
export const LN2_LOW = 1.9082149292705877e-10;

/** (exp(r) - 1 - r - r^2 / 2) / r^3 for |r| <= log(2) / 2; largest error 2.5e-18 of expm1(r), `fit-lowered.py`. */
const CUBIC = [
  0.16666666666666669, 0.041666666666666664, 0.008333333333330039, 0.0013888888888886537, 0.00019841269863171557,
  2.4801587317228724e-5, 2.7557268276905696e-6, 2.7557282838800484e-7, 2.5100472505694996e-8, 2.09112987659402e-9,
];

/** exp(r) - 1 for |r| <= log(2) / 2. */
export const expRest = <V>(l: Lanes<V>, r: V): V =>
  l.let(l.madd(l.mul(r, r), l.madd(r, polynomial(l, CUBIC, r), l.k(0.5)), r));

/** Where arguments end: those beyond have the value of the end; an undefined end is one that no argument is beyond. */
interface Ends {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** From here down powers of two are 0. It is where their bits are those of 0: none of the products below is subnormal, which is slow. */
export const LEAST_POWER = -1087;

/** Below and above, exp is 0 and overflows. */
export const expEnds: Required<Ends> = { least: LEAST_POWER * Math.LN2, most: 710.7 };

/**
 * The parts of exp(x + low) = 2^n (1 + rest), with |rest| at most sqrt(2) - 1; beyond its ends those of the ends, and NaN
 * for NaN.
 *
 * @param low - what rounding has left out of `x`; a few units in its last place
 * @source P. T. P. Tang, ACM TOMS 15 (1989) 144, doi:10.1145/63522.214389, for the reduction in two parts
 */
export const expParts = <V>(
  l: Lanes<V>,
  x: V,
  { least, most }: Ends = expEnds,
  low?: V,
): { readonly n: V; readonly rest: V } => {
  const above = least === undefined ? x : l.atLeast(x, l.k(least));
  const y = l.let(most === undefined ? above : l.atMost(above, l.k(most)));
  const n = l.let(l.roundOf(y, l.k(Math.LOG2E)));
  const coarse = l.nmadd(n, l.k(LN2_HIGH), y);
  const r = low === undefined ? l.nmadd(n, l.k(LN2_LOW), coarse) : l.add(coarse, l.nmadd(n, l.k(LN2_LOW), low));
  return { n, rest: expRest(l, l.let(r)) };
};

/** `x` times 2 to the power of a whole number `n` from `LEAST_POWER` to 959, also where the result is subnormal. */
export const scaleDown = <V>(l: Lanes<V>, x: V, n: V): V => l.mul(l.scale2(x, n, 64), l.k(2 ** -64));

/**
 * `x` from 1/2 to 2 times 2 to the power of a whole number `n` from `LEAST_POWER` to 2046, also where the result is subnormal
 * or overflows.
 */
export const scaleFar = <V>(l: Lanes<V>, x: V, n: V): V => {
  const near = l.let(l.atMost(n, l.k(958)));
  return l.scale2(l.scale2(x, near, 64), l.sub(n, near), -64);
};
