import type { Lanes } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

/** Up to here the reduction below holds; beyond, the function of JavaScript is called. */
export const FARTHEST = 1e5;

/** pi / 2 in three parts, the first two of 33 bits, so that their products with whole numbers below 2^20 are exact. */
const PARTS = [1.5707963267341256, 6.077100506303966e-11, 2.0222662487959506e-21] as const;

/** (sin(r) / r - 1) / r^2 in r^2 for |r| <= pi / 4; largest error 2e-17 of sin(r), `fit-lowered.py`. */
const SIN = [
  -0.16666666666666666, 0.008333333333330943, -0.0001984126983674956, 2.755731609787775e-6, -2.5051130870968297e-8,
  1.591805913698281e-10,
];

/** (cos(r) - 1 + r^2 / 2) / r^4 in r^2 for |r| <= pi / 4; largest error 9e-19, `fit-lowered.py`. */
const COS = [
  0.041666666666666664, -0.0013888888888887393, 2.4801587298760048e-5, -2.755731726880539e-7, 2.0876145659059344e-9,
  -1.1382588535352522e-11,
];

export interface QuarterTurns<V> {
  /** The sine and cosine of what is left after `n` quarter turns. */
  readonly sin: V;
  readonly cos: V;
  readonly n: V;
}

/**
 * The angle `x` with |x| <= 1e5 in quarter turns and a rest of at most pi / 4.
 * @source W. J. Cody & W. Waite, Software Manual for the Elementary Functions, 1980, chapter 8: reduction in parts
 */
export const quarterTurns = <V>(l: Lanes<V>, x: V): QuarterTurns<V> => {
  const n = l.let(l.roundOf(x, l.k(2 / Math.PI)));
  const r = l.let(PARTS.reduce((rest, part) => l.nmadd(n, l.k(part), rest), x));
  const z = l.let(l.mul(r, r));
  const half = l.let(l.mul(z, l.k(0.5)));
  const top = l.let(l.sub(l.k(1), half));
  const lost = l.sub(l.sub(l.k(1), top), half);
  return {
    sin: l.let(l.madd(l.mul(r, z), polynomial(l, SIN, z), r)),
    cos: l.let(l.add(top, l.madd(l.mul(z, z), polynomial(l, COS, z), lost))),
    n,
  };
};

/** The sine of the rest after `n` quarter turns, where the sine and cosine of the rest are known. */
export const sineAfter = <V>(l: Lanes<V>, n: V, { sin, cos }: QuarterTurns<V>): V =>
  l.turned(l.let(l.select(l.isOdd(n), cos, sin)), n);
