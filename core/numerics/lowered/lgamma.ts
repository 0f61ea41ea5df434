import type { Lanes, Lowering } from "../lanes.ts";
import { lgamma as called } from "../lgamma.ts";
import { LN2_HIGH, LN2_LOW } from "./exp-parts.ts";
import { logParts, mantissa } from "./log-parts.ts";
import { polynomial } from "./polynomial.ts";
import { stepsTo } from "./steps-to.ts";

/** lgamma(t) / ((t - 1) (t - 2)) in t - 1.7 for t from 1.2 to 2.2; largest error 4.4e-17 of it, `fit-lowered.py`. */
const NEAR = [
  0.45622713050983743, -0.12408106033123321, 0.04751567283497727, -0.02092036752380849, 0.009916391505108105,
  -0.004914583589436808, 0.002508055194868297, -0.0013064125619992627, 0.0006907975531962651, -0.0003694919012403276,
  0.00019943306621299329, -0.00010843497161889641, 5.928880793250299e-5, -3.259980836166766e-5, 1.816626140244713e-5,
  -1.0073043161936956e-5, 5.0545185093042015e-6, -2.817285494856834e-6, 2.6073763696729e-6, -1.4647386706987634e-6,
];

/** What is left of Stirling's formula, times x, in 1 / x^2 for x >= 6.2; largest error 5e-19 of lgamma, `fit-lowered.py`. */
const FAR = [
  0.08333333333333331, -0.0027777777777103843, 0.0007936507518975618, -0.0005952283237731383, 0.0008406494892690846,
  -0.0018524136257896844, 0.004398357318403626,
];

/** How many factors bring an x below 6.2 to at most 2.2. */
const MOST = 4;

/** The product of the factors between gamma(x) and gamma(x - n), or its inverse where n is below 0. */
const factors = <V>(l: Lanes<V>, x: V, n: V): V => {
  const one = l.k(1);
  const up = l.mul(x, l.select(l.lt(n, l.k(-1)), l.add(x, one), one));
  const down = Array.from({ length: MOST }, (_, k) => l.select(l.gt(n, l.k(k)), l.sub(x, l.k(k + 1)), one));
  return l.select(
    l.lt(n, l.k(0)),
    up,
    down.reduce((product, factor) => l.mul(product, factor)),
  );
};

/**
 * log |gamma(x)|; numbers that are not positive are left to a call.
 *
 * Largest error measured against mpmath for x > 0, zeros included: 2.8 ulp.
 * @source DLMF 5.5.1 below 6.2, 5.11.1 above; our own fits
 */
export const lgamma: Lowering = (l, x) => {
  const isFar = l.let(l.gt(x, l.k(6.2)));
  const n = stepsTo(l, x, 2.2, -2);
  const u = l.let(l.sub(x, l.add(n, l.k(2))));
  const near = l.mul(l.mul(u, l.add(u, l.k(1))), polynomial(l, NEAR, l.let(l.add(u, l.k(0.3)))));
  const isUp = l.let(l.lt(n, l.k(0)));

  // one logarithm serves both: of the factors, with the rest added before it is rounded, or of x, less one
  const low = l.select(isFar, l.k(0), l.select(isUp, l.neg(near), near));
  const { m, n: power } = mantissa(l, l.let(l.select(isFar, l.atMost(x, l.k(Number.MAX_VALUE)), factors(l, x, n))));
  const { f, drop } = logParts(l, m, l.madd(power, l.k(LN2_LOW), low));
  const high = l.sub(l.mul(power, l.k(LN2_HIGH)), l.select(isFar, l.k(1), l.k(0)));
  const log = l.let(l.sub(high, l.sub(drop, f)));

  const r = l.let(l.div(l.k(1), x));
  const rest = l.madd(polynomial(l, FAR, l.let(l.mul(r, r))), r, l.k(0.4189385332046727));
  const far = l.madd(l.sub(x, l.k(0.5)), log, rest);
  return l.orCall(l.not(l.le(x, l.k(0))), l.select(isFar, far, l.select(isUp, l.sub(l.k(0), log), log)), called, [x]);
};
