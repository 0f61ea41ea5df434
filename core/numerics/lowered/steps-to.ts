import type { Lanes } from "../lanes.ts";

/** How many ones to take from `x` so that at most `most` is left, and more than one less; at least `least`. */
export const stepsTo = <V>(l: Lanes<V>, x: V, most: number, least: number): V =>
  l.let(l.atLeast(l.ceil(l.sub(x, l.k(most))), l.k(least)));
