import { add, max, min, mul, neg, sub, where } from "../../primitives/index.ts";
import { type Atom, keyOfAtom, type Primitive, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { constantPolynomial, minus, type Polynomial, plus, replaced, times, variablesOf } from "./polynomial.ts";

interface Bounds {
  readonly lower: readonly Polynomial[];
  readonly upper: readonly Polynomial[];
}

const polynomials = new WeakMap<Atom, Polynomial>();
const wholes = new WeakMap<Atom, boolean>();
const known = new WeakMap<ArrayBuilder, Map<number, Bounds>>();
const none: Bounds = { lower: [], upper: [] };

const tableOf = (b: ArrayBuilder): Map<number, Bounds> => {
  const table = known.get(b) ?? new Map<number, Bounds>();
  known.set(b, table);
  return table;
};

const closed: ReadonlySet<Primitive> = new Set([add, sub, mul, neg, max, min].map(({ primitive }) => primitive));

/** True for what is a whole number, whatever the inputs: the number of a turn, a size, sums and products of them. */
export const isWhole = (b: ArrayBuilder, x: Atom): boolean => {
  if (x.kind === "const") return Number.isInteger(x.value);
  if (x.dtype === "i32" || tableOf(b).has(x.id) || polynomials.has(x)) return true;
  const before = wholes.get(x);
  if (before !== undefined) return before;
  const made = b.definition(x);
  const whole = made !== undefined && closed.has(made.primitive) && made.inputs.every((input) => isWhole(b, input));
  if (made) wholes.set(x, whole);
  return whole;
};

/** A whole number as a polynomial of variables. */
export const polynomialOf = (b: ArrayBuilder, x: Atom): Polynomial => {
  if (x.kind === "const") return constantPolynomial(Number(x.value));
  const before = polynomials.get(x);
  if (before) return before;
  const made = madePolynomial(b, x);
  const few = made && made.size <= mostTerms ? made : new Map([[String(x.id), 1]]);
  polynomials.set(x, few);
  return few;
};

const mostTerms = 24;

/** What a number is made of; undefined where that is no sum or product. */
const madePolynomial = (b: ArrayBuilder, x: Var): Polynomial | undefined => {
  const made = b.definition(x);
  if (!made || !closed.has(made.primitive) || !made.inputs.every((input) => isWhole(b, input))) return undefined;
  const [p, q] = made.inputs.map((input) => polynomialOf(b, input));
  if (p && made.primitive === neg.primitive) return minus(constantPolynomial(0), p);
  if (!p || !q) return undefined;
  if (made.primitive === add.primitive) return plus(p, q);
  if (made.primitive === sub.primitive) return minus(p, q);
  if (made.primitive === mul.primitive) return times(p, q);
  const isMax = made.primitive === max.primitive;
  const least = isNotNegative(b, p) && isNotNegative(b, q) ? [constantPolynomial(0)] : [];
  tableOf(b).set(x.id, { lower: isMax ? [p, q] : least, upper: isMax ? [] : [p, q] });
  return undefined;
};

/** Says that a whole number lies from `lower` to below `below`. */
export const setBounds = (b: ArrayBuilder, x: Atom, lower: Atom, below: readonly Atom[]): void => {
  if (x.kind === "const") return;
  const upper = below
    .filter((bound) => isWhole(b, bound))
    .map((bound) => plus(polynomialOf(b, bound), constantPolynomial(-1)));
  tableOf(b).set(x.id, { lower: isWhole(b, lower) ? [polynomialOf(b, lower)] : [], upper });
};

const deepest = 10;
const mostSteps = 400;

/** True if a polynomial can be shown to be at least 0, by putting in bounds of its variables, the newest first. */
const isNotNegative = (b: ArrayBuilder, p: Polynomial, depth = 0, steps = { left: mostSteps }): boolean => {
  if (--steps.left < 0) return false;
  const variables = variablesOf(p).toSorted((x, y) => y - x);
  const positive = (id: number): boolean =>
    (tableOf(b).get(id)?.lower ?? []).some((lower) => depth < deepest && isNotNegative(b, lower, depth + 1, steps));
  const isSum = [...p].every(
    ([key, factor]) => factor >= 0 && (key === "" || key.split(",").every((id) => positive(Number(id)))),
  );
  if (isSum) return true;
  if (depth >= deepest) return false;
  const bounded = variables.find((id) => tableOf(b).has(id));
  if (bounded === undefined) return false;
  const { lower, upper } = tableOf(b).get(bounded) ?? none;
  const choices = (lower.length > 0 ? lower : [undefined]).flatMap((low) =>
    (upper.length > 0 ? upper : [undefined]).map((high) => ({ low, high })),
  );
  return choices.some(({ low, high }) => {
    const next = replaced(p, bounded, low, high, positive);
    return next !== undefined && isNotNegative(b, next, depth + 1, steps);
  });
};

/** True if an index is known to be a whole number from 0 to `length - 1`. */
export const isWithin = (b: ArrayBuilder, index: Atom, length: Atom): boolean => {
  const made = b.definition(index);
  const [, yes, no] = made?.inputs ?? [];
  if (made?.primitive === where.primitive && yes && no) return isWithin(b, yes, length) && isWithin(b, no, length);
  if (!isWhole(b, index) || !isWhole(b, length)) return false;
  const [k, n] = [polynomialOf(b, index), polynomialOf(b, length)];
  return isNotNegative(b, k) && isNotNegative(b, plus(minus(n, k), constantPolynomial(-1)));
};

/** True if a whole number is known to be at least 0. */
export const isSize = (b: ArrayBuilder, x: Atom): boolean => isWhole(b, x) && isNotNegative(b, polynomialOf(b, x));

/** True if two sizes are known to be the same. */
export const isSameSize = (b: ArrayBuilder, x: Atom, y: Atom): boolean => {
  if (keyOfAtom(x) === keyOfAtom(y)) return true;
  if (!isWhole(b, x) || !isWhole(b, y)) return false;
  return minus(polynomialOf(b, x), polynomialOf(b, y)).size === 0;
};
