import { add, max, min, mul, neg, sub, where } from "../../primitives/index.ts";
import { type Atom, keyOfAtom, type Primitive } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { constantPolynomial, minus, type Polynomial, plus, replaced, times, variablesOf } from "./polynomial.ts";

interface Bounds {
  readonly lower: readonly Polynomial[];
  readonly upper: readonly Polynomial[];
}

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
  if (x.dtype === "i32" || tableOf(b).has(x.id)) return true;
  const made = b.definition(x);
  return made !== undefined && closed.has(made.primitive) && made.inputs.every((input) => isWhole(b, input));
};

/** A whole number as a polynomial of variables. */
export const polynomialOf = (b: ArrayBuilder, x: Atom): Polynomial => {
  if (x.kind === "const") return constantPolynomial(Number(x.value));
  const self: Polynomial = new Map([[String(x.id), 1]]);
  const made = b.definition(x);
  const [p, q] = (made?.inputs ?? []).map((input) => (isWhole(b, input) ? polynomialOf(b, input) : undefined));
  if (!made || !p) return self;
  if (made.primitive === neg.primitive) return minus(constantPolynomial(0), p);
  if (!q) return self;
  if (made.primitive === add.primitive) return plus(p, q);
  if (made.primitive === sub.primitive) return minus(p, q);
  if (made.primitive === mul.primitive) return times(p, q);
  if (made.primitive === max.primitive) tableOf(b).set(x.id, { lower: [p, q], upper: [] });
  if (made.primitive === min.primitive) tableOf(b).set(x.id, { lower: [], upper: [p, q] });
  return self;
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

/** True if a polynomial can be shown to be at least 0, by putting in bounds of its variables, the newest first. */
const isNotNegative = (b: ArrayBuilder, p: Polynomial, depth = 0): boolean => {
  const variables = variablesOf(p).toSorted((x, y) => y - x);
  const positive = (id: number): boolean =>
    (tableOf(b).get(id)?.lower ?? []).some((lower) => depth < deepest && isNotNegative(b, lower, depth + 1));
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
    return next !== undefined && isNotNegative(b, next, depth + 1);
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
