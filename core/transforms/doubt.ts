import { emit } from "../lambda/index.ts";
import {
  add,
  div,
  earlier,
  ge,
  le,
  lt,
  max,
  min,
  not,
  or,
  position,
  stopGradient,
  sumTo,
  where,
} from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant, isCondition, rewriter } from "../program/index.ts";
import { answered, type Interval, isBound, probabilityOf } from "./interval.ts";
import type { Threshold } from "./threshold.ts";

const held = (b: Builder, x: Atom): Atom => emit(b, stopGradient, x);
export const when = (b: Builder, condition: Atom): Atom => emit(b, where, condition, constant(1), constant(0));

/** What an item's threshold says before anything is drawn. */
export interface Doubt {
  /** Both answers are possible. */
  readonly isOpen: Atom;
  /** The answer where only one is. */
  readonly sure: Atom;
  /** The probability that the comparison holds. */
  readonly odds: Atom;
}

export const doubtOf = (b: Builder, threshold: Threshold, known: Interval): Doubt => {
  const { z, above, step } = threshold;
  const bound = (side: Atom, pick: typeof max, far: number): Atom =>
    isBound(side) ? emit(b, pick, held(b, side), constant(far)) : constant(far);
  const below = emit(b, le, held(b, z), bound(known.low, max, -step.doubt));
  const beyond = emit(b, ge, held(b, z), bound(known.high, min, step.doubt));
  const yes = probabilityOf(b, answered(b, known, threshold, true), step);
  const isKnown = isBound(known.low) || isBound(known.high);
  return {
    isOpen: emit(b, not, emit(b, or, below, beyond)),
    sure: above ? below : beyond,
    odds: isKnown ? emit(b, div, yes, probabilityOf(b, known, step)) : yes,
  };
};

/** For each element of an axis, what the elements before it under one element of the root add up to. */
const before = (b: Builder, axis: Axis, root: Axis, amount: Atom): Atom => {
  const owner = axis.onto.parent ?? root;
  if (axis === root) return constant(0);
  const outer = before(b, owner, root, sumTo(b, amount, axis, owner));
  if (isCondition(axis)) return outer;
  const { atom, axis: again } = rewriter(b, new Map(), { axes: new Set([axis]), from: owner, to: axis });
  const number = b.emit(position, [], { axis, owner });
  const isBefore = emit(b, lt, atom(number), number);
  const here = sumTo(b, emit(b, where, isBefore, atom(amount), constant(0)), again(axis), axis);
  return emit(b, add, outer, here);
};

/**
 * For each item, how many items before it are in doubt: list by list, so that an item keeps its number where only some of
 * the lists around it are gone through.
 */
export const rankOf = (b: Builder, place: Axis, root: Axis, isOpen: Atom): Atom => {
  const owner = place.onto.parent ?? root;
  const own = b.emit(earlier, [isOpen], { axis: place, owner, silent: true });
  return emit(b, add, before(b, owner, root, sumTo(b, when(b, isOpen), place, owner)), own);
};
