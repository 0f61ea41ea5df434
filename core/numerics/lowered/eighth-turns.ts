import type { Lanes } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

/** pi / 4 in two parts; the first one has 50 bits, so that up to 4 of it are exact. */
const EIGHTH_HIGH = Math.PI / 4;
const EIGHTH_LOW = 3.061616997868383e-17;

/** (atan(t) / t - 1) / t^2 in t^2 for |t| <= sqrt(2) - 1; largest error 3e-18 of atan(t), `fit-lowered.py`. */
const ATAN = [
  -0.3333333333333333, 0.19999999999999804, -0.14285714285659828, 0.11111111105155447, -0.09090908753500877,
  0.07692296375032143, -0.06666424885738255, 0.05878928997834775, -0.05230454270650244, 0.04551593220626549,
  -0.034570561981427744, 0.016285756855221028,
];

/**
 * The angle, from 0 to pi, at which one sees a point at `y` >= 0 and at a distance of `x` >= 0 to the right, or to the
 * left where `isLeft` holds: a number of eighth turns plus or minus an angle of at most pi / 8.
 * @param x - at most 8e307, as `y`; 0 where both are 0
 */
export const angleOf = <V>(l: Lanes<V>, y: V, x: V, isLeft: V): V => {
  const isSteep = l.let(l.gt(y, x));
  const small = l.let(l.select(isSteep, x, y));
  const large = l.let(l.atLeast(l.select(isSteep, y, x), l.k(Number.MIN_VALUE)));
  const isWide = l.let(l.gt(small, l.mul(large, l.k(Math.SQRT2 - 1))));
  const t = l.let(l.div(l.select(isWide, l.sub(small, large), small), l.select(isWide, l.add(small, large), large)));
  const z = l.let(l.mul(t, t));
  const rest = l.let(l.madd(l.mul(t, z), polynomial(l, ATAN, z), t));
  const eighths = l.let(l.select(isWide, l.k(1), l.k(0)));
  const upright = l.let(l.select(isSteep, l.sub(l.k(2), eighths), eighths));
  const all = l.let(l.select(isLeft, l.sub(l.k(4), upright), upright));
  const turned = l.select(isSteep, l.neg(rest), rest);
  const signed = l.select(isLeft, l.neg(turned), turned);
  return l.madd(all, l.k(EIGHTH_HIGH), l.madd(all, l.k(EIGHTH_LOW), l.let(signed)));
};
