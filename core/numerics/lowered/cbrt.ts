import type { Lowering } from "../lanes.ts";
import { mantissa } from "./log-parts.ts";
import { polynomial } from "./polynomial.ts";

/** cbrt(m) for `m` from sqrt(1/2) to sqrt(2); largest error 3e-7, `fit-lowered.py`. */
const START = [
  0.3996951446865334, 1.1890300949279746, -1.167199483864666, 0.9453125400840441, -0.49622535361458026,
  0.14865407435804498, -0.01926717343884374,
];

/**
 * The cubic root of x, by one step of Halley's from the polynomial.
 *
 * Largest error at 1e5 points: 1.0 ulp.
 */
export const cbrt: Lowering = (l, x) => {
  const a = l.let(l.abs(x));
  const { m, n } = mantissa(l, a);
  const thirds = l.let(l.roundOf(n, l.k(1 / 3)));
  const over = l.let(l.nmadd(thirds, l.k(3), n));
  const [isLess, isMore] = [l.let(l.lt(over, l.k(0))), l.let(l.gt(over, l.k(0)))];
  const root = l.select(isLess, l.k(Math.cbrt(0.5)), l.select(isMore, l.k(Math.cbrt(2)), l.k(1)));
  const z = l.let(l.mul(m, l.select(isLess, l.k(0.5), l.select(isMore, l.k(2), l.k(1)))));
  const t = l.let(l.mul(polynomial(l, START, m), root));
  const cube = l.let(l.mul(l.mul(t, t), t));
  const step = l.div(l.sub(z, cube), l.madd(cube, l.k(2), z));
  const size = l.scale2(l.madd(t, step, t), thirds);
  return l.select(l.and(l.gt(a, l.k(0)), l.lt(a, l.k(Infinity))), l.copySign(size, x), x);
};
