import { add, neg, sub } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, isOverEvents, keyOfAtom } from "../program/index.ts";

/** A term of a sum. */
export interface Term {
  readonly atom: Atom;
  readonly sign: 1 | -1;
}

/** What carries noise in a comparison: the part of a sum that varies from event to event, up to its sign. */
export interface Quantity {
  /** Two comparisons whose quantities have one key share their noise. */
  readonly key: string;
  /** The sum is plus or minus the quantity, and what no event enters. */
  readonly sign: 1 | -1;
  readonly terms: readonly Atom[];
  /** The terms with the signs that they have in the quantity. */
  readonly parts: readonly Term[];
}

const turn = (sign: 1 | -1): 1 | -1 => (sign === 1 ? -1 : 1);

/** The terms of an expression of sums and differences. */
export const termsOf = (b: Builder, atom: Atom, sign: 1 | -1 = 1): readonly Term[] => {
  const made = b.definition(atom);
  const [x, y] = made?.inputs ?? [];
  if (made?.primitive === add.primitive && x && y) return [...termsOf(b, x, sign), ...termsOf(b, y, sign)];
  if (made?.primitive === sub.primitive && x && y) return [...termsOf(b, x, sign), ...termsOf(b, y, turn(sign))];
  if (made?.primitive === neg.primitive && x) return termsOf(b, x, turn(sign));
  return [{ atom, sign }];
};

/** The quantity in a sum of terms; undefined if no event enters it. */
export const quantityOf = (terms: readonly Term[]): Quantity | undefined => {
  const varying = terms
    .filter(({ atom }) => isOverEvents(axisOf(atom)))
    .map((term) => ({ ...term, key: keyOfAtom(term.atom) }))
    .toSorted((a, b) => (a.key < b.key ? -1 : 1));
  const [first] = varying;
  if (!first) return undefined;
  const key = varying.map((term) => `${term.sign === first.sign ? "+" : "-"}${term.key}`).join("");
  const parts = varying.map(({ atom, sign }): Term => ({ atom, sign: sign === first.sign ? 1 : -1 }));
  return { key, sign: first.sign, terms: varying.map(({ atom }) => atom), parts };
};
