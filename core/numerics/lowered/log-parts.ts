import type { Lanes } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

/** (log((1 + s) / (1 - s)) / s - 2) / s^2 in s^2 for |s| <= 3 - sqrt(8); largest error 5e-18, `fit-lowered.py`. */
const ODD = [
  0.666666666666667, 0.39999999999899505, 0.28571428625975487, 0.2222221113479508, 0.18182889125261723,
  0.15331721600556042, 0.14616449685043406,
];

/** A positive finite number as `m` times 2 to the power of `n`, `m` from sqrt(1/2) to sqrt(2), also of a subnormal. */
export const mantissa = <V>(l: Lanes<V>, x: V): { readonly m: V; readonly n: V } => {
  const small = l.let(l.lt(x, l.k(2 ** -1022)));
  const { m, n } = l.splitExponent(l.select(small, l.mul(x, l.k(2 ** 54)), x));
  return { m, n: l.let(l.sub(n, l.select(small, l.k(54), l.k(0)))) };
};

/**
 * log(m) for `m` from sqrt(1/2) to sqrt(2), as `f - drop` with `f = m - 1`.
 * @param low - added to the logarithm before it is rounded
 * @source fdlibm, e_log.c
 */
export const logParts = <V>(l: Lanes<V>, m: V, low: V): { readonly f: V; readonly drop: V } => {
  const f = l.let(l.sub(m, l.k(1)));
  const s = l.let(l.div(f, l.add(m, l.k(1))));
  const z = l.let(l.mul(s, s));
  const half = l.let(l.mul(l.mul(l.k(0.5), f), f));
  const rest = l.madd(z, polynomial(l, ODD, z), half);
  return { f, drop: l.let(l.sub(half, l.madd(s, rest, low))) };
};
