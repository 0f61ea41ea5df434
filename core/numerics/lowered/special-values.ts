import type { Lanes } from "../lanes.ts";

/** A logarithm of `x`, given what it is for positive numbers: -Infinity of 0, NaN of less, Infinity and NaN themselves. */
export const logarithm = <V>(l: Lanes<V>, x: V, positive: V): V =>
  l.select(
    l.and(l.gt(x, l.k(0)), l.lt(x, l.k(Infinity))),
    positive,
    l.select(l.eq(x, l.k(0)), l.k(-Infinity), l.select(l.lt(x, l.k(0)), l.k(NaN), x)),
  );

/** `value`, but `x` itself where `x` is so small that a function with slope 1 at 0 is its argument. */
export const tinyAsIs = <V>(l: Lanes<V>, x: V, value: V): V => l.select(l.lt(l.abs(x), l.k(2 ** -54)), x, value);
