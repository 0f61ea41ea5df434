import type { Lanes } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

/** A function of x >= 0 that falls like 1 / x, times 1 + `slope` x, in (x - `centre`) / (x + `centre`). */
export interface FlattenedTail {
  readonly centre: number;
  readonly slope: number;
  /** the first one is added last, since it is most of the sum */
  readonly coefficients: readonly [number, ...number[]];
}

/**
 * Such a function at `x`.
 * @param x - from 0 to 1e300
 * @source M. M. Shepherd & J. G. Laframboise, Math. Comp. 36 (1981) 249, for the form
 */
export const flattenedTail = <V>(l: Lanes<V>, x: V, { centre, slope, coefficients }: FlattenedTail): V => {
  const t = l.let(l.div(l.sub(x, l.k(centre)), l.add(x, l.k(centre))));
  const [first, ...rest] = coefficients;
  const below = slope === 1 ? l.add(x, l.k(1)) : l.madd(x, l.k(slope), l.k(1));
  return l.div(l.madd(polynomial(l, rest, t), t, l.k(first)), below);
};
