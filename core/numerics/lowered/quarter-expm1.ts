import type { Lanes } from "../lanes.ts";
import { expEnds, expParts } from "./exp-parts.ts";

const quarterOf = <V>(l: Lanes<V>, { n, rest }: { readonly n: V; readonly rest: V }): V => {
  const power = l.let(l.scale2(l.k(1), n, -2));
  return l.let(l.madd(rest, power, l.sub(power, l.k(0.25))));
};

/** A quarter of exp(x) - 1, which does not overflow up to 711; `x` not subnormal. */
export const quarterExpm1 = <V>(l: Lanes<V>, x: V): V => quarterOf(l, expParts(l, x, { ...expEnds, least: -42 }));

/** The same of an `x` that is not negative. */
export const quarterExpm1Above = <V>(l: Lanes<V>, x: V): V => quarterOf(l, expParts(l, x, { most: expEnds.most }));
