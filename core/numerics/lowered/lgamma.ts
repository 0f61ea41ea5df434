import type { Lanes, Lowering } from "../lanes.ts";
import { lgamma as called } from "../lgamma.ts";
import { HALF_LOG_TWO_PI_LESS_HALF, NEAR, STIRLING_REST } from "../lgamma-fits.ts";
import { LN2_HIGH, LN2_LOW } from "./exp-parts.ts";
import { logParts, mantissa } from "./log-parts.ts";
import { polynomial } from "./polynomial.ts";
import { stepsTo } from "./steps-to.ts";

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
 * Largest error at 1e5 points for x > 0, zeros included: 3.1 ulp.
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
  const rest = l.madd(polynomial(l, STIRLING_REST, l.let(l.mul(r, r))), r, l.k(HALF_LOG_TWO_PI_LESS_HALF));
  const far = l.madd(l.sub(x, l.k(0.5)), log, rest);
  return l.orCall(l.not(l.le(x, l.k(0))), l.select(isFar, far, l.select(isUp, l.sub(l.k(0), log), log)), called, [x]);
};
