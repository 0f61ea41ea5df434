import { type Exact, exact, nearZero, type Reference } from "./exact.ts";
import { less, minus, one, over, type Pair, pair, plus, productOf, scaledBy, series, times, two } from "./pair.ts";

export const LN2 = pair(Math.LN2, 2.3190468138462996e-17);
const LN2_PARTS = [LN2.hi, LN2.lo, 5.707708438416212e-34];

/** How many terms of a series are enough for arguments of at most log(2) / 2. */
const TERMS = 27;

/** 1 / 1!, 1 / 2!, ... */
const coefficients: readonly Pair[] = Array.from({ length: TERMS }).reduce<readonly Pair[]>(
  (found) => [...found, over(found.at(-1) ?? one, pair(found.length + 1))],
  [],
);

/** exp(r) - 1 of |r| <= 1. */
const nearExpm1 = (r: Pair): Pair => times(r, series(coefficients, r));

/** exp(x) as 1 + rest times 2 to the power of n. */
const parts = (x: Pair): { readonly rest: Pair; readonly n: number } => {
  const n = Math.round(x.hi / LN2.hi);
  const r = LN2_PARTS.reduce<Pair>((rest, part) => less(rest, productOf(n, part)), x);
  return { rest: nearExpm1(r), n };
};

/** exp(x) for |x| up to 1e5. */
export const expOf = (x: Pair): Exact => {
  const { rest, n } = parts(x);
  return exact(plus(one, rest), n);
};

/** exp(x) - 1 for |x| up to 700. */
export const expm1Of = (x: Pair): Pair => {
  const { rest, n } = parts(x);
  return n === 0 ? rest : plus(less(scaledBy(one, 2 ** n), one), scaledBy(rest, 2 ** n));
};

/** A value without a power of its own, where it has one in the range of doubles. */
export const plainOf = ({ value, power }: Exact): Pair => scaledBy(value, 2 ** power);

/** Half of exp(x), which is what sinh and cosh are far from 0. */
const halfExp = (x: number): Exact => {
  const { value, power } = expOf(pair(x));
  return exact(value, power - 1);
};

const signed = (x: number, { value, power }: Exact): Exact => exact(scaledBy(value, Math.sign(x)), power);

export const exp: Reference = (x = NaN) => expOf(pair(x));

export const expm1: Reference = (x = NaN) => (x > 600 ? exp(x) : nearZero(one, (y) => expm1Of(pair(y)))(x));

const sinhOf = (x: number): Pair => {
  const e = expm1Of(pair(x));
  return scaledBy(plus(e, over(e, plus(one, e))), 0.5);
};

export const sinh: Reference = (x = NaN) => {
  const a = Math.abs(x);
  return signed(x, a > 300 ? halfExp(a) : nearZero(one, sinhOf)(a));
};

export const cosh: Reference = (x = NaN) => {
  const a = Math.abs(x);
  if (a > 300) return halfExp(a);
  const e = plainOf(expOf(pair(a)));
  return exact(scaledBy(plus(e, over(one, e)), 0.5));
};

export const tanh = nearZero(one, (x) => {
  const e = expm1Of(pair(2 * Math.sign(x) * Math.min(Math.abs(x), 100)));
  return over(e, plus(e, two));
});

export const sigmoid: Reference = (x = NaN) => {
  if (x < -300) return exp(x);
  return exact(over(one, plus(one, plainOf(expOf(minus(pair(Math.min(x, 300))))))));
};
