import type { Lanes, Lowering } from "../lanes.ts";
import { expRest, LEAST_POWER, scaleFar } from "./exp-parts.ts";
import { mantissa } from "./log-parts.ts";
import { polynomial } from "./polynomial.ts";
import { powKnown } from "./pow-known.ts";
import { upperHalf } from "./upper-half.ts";

/** (3/2 log((1 + s) / (1 - s)) / s - 3 - s^2) / s^4 in s^2 for |s| <= 3 - sqrt(8); error 7e-21, `fit-lowered.py`. */
const ODD = [
  0.6, 0.4285714285714405, 0.3333333333248435, 0.27272727502971605, 0.23076892456343187, 0.20002206357338018,
  0.17559372811383578, 0.1758457654214663,
];

/** 2 / (3 log(2)), its upper 26 bits, and what these leave out. */
const CP = 0.9617966939259756;
const CP_HIGH = 0.9617967009544373;
const CP_LOW = -7.028461650952758e-9;

/** log2(x) of a positive finite number as a sum of 26 bits and a rest, with 65 bits in all. */
const log2Parts = <V>(l: Lanes<V>, x: V): readonly [V, V] => {
  const { m, n } = mantissa(l, x);
  const u = l.let(l.sub(m, l.k(1)));
  const below = l.let(l.add(m, l.k(1)));
  const s = l.let(l.div(u, below));
  const [sHigh, belowHigh] = [upperHalf(l, s), upperHalf(l, below)];
  const belowLow = l.sub(m, l.sub(belowHigh, l.k(1)));
  const sLow = l.let(l.div(l.sub(l.sub(u, l.mul(sHigh, belowHigh)), l.mul(sHigh, belowLow)), below));
  const z = l.let(l.mul(s, s));
  const r = l.let(l.madd(l.mul(z, z), polynomial(l, ODD, z), l.mul(sLow, l.add(sHigh, s))));
  const square = l.let(l.mul(sHigh, sHigh));
  const factor = upperHalf(l, l.let(l.add(l.add(l.k(3), square), r)));
  const factorLow = l.sub(r, l.sub(l.sub(factor, l.k(3)), square));
  const main = l.let(l.mul(sHigh, factor));
  const rest = l.let(l.madd(sLow, factor, l.mul(factorLow, s)));
  const product = upperHalf(l, l.let(l.add(main, rest)));
  const productLow = l.sub(rest, l.sub(product, main));
  const scaled = l.let(l.mul(l.k(CP_HIGH), product));
  const scaledLow = l.let(l.madd(l.k(CP_LOW), product, l.mul(productLow, l.k(CP))));
  const sum = upperHalf(l, l.let(l.add(l.add(scaled, scaledLow), n)));
  return [sum, l.let(l.sub(scaledLow, l.sub(l.sub(sum, n), scaled)))];
};

/**
 * `x` to the power of `y`, as `Math.pow`; that function is called unless x > 0.
 *
 * Largest error at 1e5 points: 1.2 ulp.
 *
 * @source fdlibm, e_pow.c
 */
export const pow: Lowering = (l, x, y) => {
  const known = l.known(y);
  const short = known === undefined ? undefined : powKnown(l, x, known);
  if (short !== undefined) return short;
  const [logarithm, low] = log2Parts(l, x);
  const yHigh = upperHalf(l, y);
  const main = l.let(l.mul(yHigh, logarithm));
  const rest = l.let(l.madd(y, low, l.mul(l.sub(y, yHigh), logarithm)));
  const bounded = l.let(l.atMost(l.atLeast(main, l.k(LEAST_POWER)), l.k(1100)));
  const n = l.let(l.round(bounded));
  const left = l.select(l.eq(bounded, main), l.add(l.sub(main, n), rest), l.k(0));
  const r = l.let(l.mul(left, l.k(Math.LN2)));
  const value = scaleFar(l, l.add(expRest(l, r), l.k(1)), n);
  const isPositive = l.and(l.gt(x, l.k(0)), l.lt(x, l.k(Infinity)));
  return l.orCall(l.and(isPositive, l.le(l.abs(y), l.k(1e100))), value, Math.pow, [x, y]);
};
