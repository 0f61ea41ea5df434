import { emit } from "../lambda/index.ts";
import { max, min, where } from "../primitives/index.ts";
import type { Atom, Builder, Rewriter } from "../program/index.ts";
import type { Answered } from "./answers.ts";
import { type Interval, isBound, turned } from "./interval.ts";
import { quantityOf, type Term } from "./quantity.ts";

/** What the answers of lists say about the noise of a quantity of each item. */
export interface KnownNoise extends Answered {
  /** The quantity, as the sum that the noise belongs to. */
  readonly parts: readonly Term[];
}

export type Known = readonly KnownNoise[];

/** What is known of the noise of a quantity. */
export const knownOf = (b: Builder, known: Known, key: string): Answered | undefined => {
  for (const { parts, interval, step } of known) {
    const quantity = quantityOf(parts);
    if (quantity?.key === key) return { step, interval: quantity.sign === 1 ? interval : turned(b, interval) };
  }
  return undefined;
};

/** What is known after an answer that differs from item to item. */
export const narrowed = (b: Builder, { low, high }: Interval, isAbove: Atom, z: Atom): Interval => ({
  low: emit(b, where, isAbove, isBound(low) ? emit(b, max, low, z) : z, low),
  high: emit(b, where, isAbove, high, isBound(high) ? emit(b, min, high, z) : z),
});

/** The same, in loops made anew. */
export const movedKnown = (known: Known, { atom }: Rewriter): Known =>
  known.map(({ parts, interval, step }) => ({
    parts: parts.map((part) => ({ ...part, atom: atom(part.atom) })),
    interval: { low: atom(interval.low), high: atom(interval.high) },
    step,
  }));
