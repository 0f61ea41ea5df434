import type { Lanes } from "../lanes.ts";

/** A whole power from 1 on, by repeated squaring. */
const positivePower = <V>(l: Lanes<V>, x: V, n: number): V => {
  if (n === 1) return x;
  const square = l.let(l.mul(x, x));
  const rest = l.let(positivePower(l, square, Math.floor(n / 2)));
  return n % 2 === 1 ? l.mul(rest, x) : rest;
};

/** `x` to a power that is known when the code is made: whole and at most 8 in size, or 1/2; undefined for others. */
export const powKnown = <V>(l: Lanes<V>, x: V, n: number): V | undefined => {
  if (n === 0) return l.k(1);
  if (n === -1) return l.div(l.k(1), x);
  if (n === 0.5) return l.select(l.eq(x, l.k(-Infinity)), l.k(Infinity), l.sqrt(l.add(x, l.k(0))));
  if (!Number.isInteger(n) || Math.abs(n) > 8) return undefined;
  const power = l.let(positivePower(l, x, Math.abs(n)));
  if (n > 0) return power;
  const size = l.let(l.abs(power));
  const fine = l.and(l.gt(size, l.k(1e-300)), l.lt(size, l.k(1e300)));
  return l.orCall(fine, l.div(l.k(1), power), Math.pow, [x, l.k(n)]);
};
