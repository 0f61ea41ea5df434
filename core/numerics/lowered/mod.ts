import type { Lowering } from "../lanes.ts";
import { remainder } from "../remainder.ts";

const largest = 2 ** 51;

/** The remainder of whole numbers with the sign of the first one; of others the operator of JavaScript gives it. */
export const mod: Lowering = (l, x, y) => {
  const isWhole = l.and(l.eq(x, l.floor(x)), l.eq(y, l.floor(y)));
  const isSmall = l.and(l.le(l.abs(x), l.k(largest)), l.le(l.abs(y), l.k(largest)));
  const rest = l.sub(x, l.mul(l.trunc(l.div(x, y)), y));
  const fine = l.and(l.and(isWhole, isSmall), l.ne(y, l.k(0)));
  return l.orCall(fine, l.copySign(rest, x), remainder, [x, y]);
};
