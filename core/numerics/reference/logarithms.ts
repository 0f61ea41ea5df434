import { type Exact, exact, nearZero, type Reference } from "./exact.ts";
import { expm1Of, expOf, LN2, plainOf } from "./exponentials.ts";
import {
  less,
  one,
  over,
  type Pair,
  pair,
  plus,
  productOf,
  root,
  scaledBy,
  square,
  sumOf,
  times,
  two,
} from "./pair.ts";

/** log(1 + d) of a d of less than 1e-14. */
const ofTiny = (d: Pair): Pair => {
  const s = square(d);
  return plus(less(d, scaledBy(s, 0.5)), over(times(s, d), pair(3)));
};

/** log(1 + u) for u from -1 / 2 to 1e15, by one step of Newton's from that of `Math`. */
export const log1pOf = (u: Pair): Pair => {
  const start = Math.log1p(u.hi);
  const e = expm1Of(pair(start));
  return plus(pair(start), ofTiny(over(less(u, e), plus(one, e))));
};

/** log(x) of a positive x from 2^-1000 on. */
export const logOf = (x: Pair): Pair => {
  const n = Math.round(Math.log2(x.hi));
  return plus(times(pair(n), LN2), log1pOf(less(scaledBy(x, 2 ** -n), one)));
};

/** log(x) of any positive double. */
export const logOfDouble = (x: number): Pair => {
  const n = x < 2 ** -900 ? 200 : 0;
  return less(logOf(pair(x * 2 ** n)), times(pair(n), LN2));
};

const LN10 = pair(Math.LN10, -2.1707562233822494e-16);

export const log: Reference = (x = NaN) => exact(logOfDouble(x));
export const log2: Reference = (x = NaN) => exact(over(logOfDouble(x), LN2));
export const log10: Reference = (x = NaN) => exact(over(logOfDouble(x), LN10));

export const log1p = nearZero(one, (x) => logOf(sumOf(1, x)));

const signed = (x: number, size: Pair): Pair => scaledBy(size, Math.sign(x));

/** log(2 x), which is what the inverses of sinh and cosh are far from 0. */
const ofTwice = (x: number): Pair => plus(logOfDouble(x), LN2);

export const asinh = nearZero(one, (x) => {
  const a = Math.abs(x);
  if (a > 1e60) return signed(x, ofTwice(a));
  const s = productOf(a, a);
  const all = plus(pair(a), over(s, plus(root(plus(s, one)), one)));
  return signed(x, a > 1 ? logOf(plus(one, all)) : log1pOf(all));
});

export const acosh: Reference = (x = NaN) => {
  if (x > 1e60) return exact(ofTwice(x));
  const t = sumOf(x, -1);
  const all = plus(t, root(times(t, plus(t, two))));
  return exact(x > 2 ? logOf(plus(one, all)) : log1pOf(all));
};

export const atanh = nearZero(one, (x) => {
  const a = Math.abs(x);
  const ratio = over(pair(2 * a), sumOf(1, -a));
  return signed(x, scaledBy(a > 0.5 ? logOf(plus(one, ratio)) : log1pOf(ratio), 0.5));
});

/** log(1 + exp(x)). */
export const softplusOf = (x: number): Exact => {
  if (x < -200) return expOf(pair(x));
  const tail = log1pOf(plainOf(expOf(pair(-Math.min(Math.abs(x), 600)))));
  return exact(x > 0 ? plus(pair(x), tail) : tail);
};

export const softplus: Reference = (x = NaN) => softplusOf(x);

/** x to the power of y for x > 0; beyond exp(800) it is all the same. */
export const pow: Reference = (x = NaN, y = NaN) => {
  const exponent = times(pair(Math.abs(y) < 2 ** -200 ? 0 : y), logOfDouble(x));
  return expOf(Math.abs(exponent.hi) > 800 ? pair(800 * Math.sign(exponent.hi)) : exponent);
};
