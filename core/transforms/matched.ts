import { fail } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import {
  add,
  div,
  gt,
  max,
  mul,
  position,
  sqrt,
  stopGradient,
  sub,
  sumTo,
  tally,
  tallyWithout,
  where,
} from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant, type Equation } from "../program/index.ts";

/** The mean of a sum over items and its standard deviation. */
export interface Moments {
  readonly mean: Atom;
  readonly deviation: Atom;
}

/** For the kinds of an item: their probabilities times what the item adds to the sum, and times the square of it. */
export interface Weighted {
  readonly first: readonly Atom[];
  readonly second: readonly Atom[];
}

/** The least relative width of a matched sum, so that one without variance is spread over no more than its own bin. */
const least = 1e-10;

const momentsFrom = (b: Builder, mean: Atom, variance: Atom): Moments => {
  const floor = emit(b, add, emit(b, mul, constant(least ** 2), emit(b, mul, mean, mean)), constant(1e-300));
  return { mean, deviation: emit(b, sqrt, emit(b, max, variance, floor)) };
};

const total = (b: Builder, terms: readonly Atom[]): Atom =>
  terms.reduce<Atom>((sum, term) => emit(b, add, sum, term), constant(0));

const definitionOf = (b: Builder, atom: Atom): Equation => {
  const made = b.definition(atom);
  if (made) return made;
  throw fail("E_SHAPE", { what: "a tally is an equation" });
};

/**
 * The moments of a sum over independent items, given a joint count of them. The tally is a polynomial in the
 * probabilities, and the operator `sum of x p d/dp` brings down a power of the sum.
 */
export const givenMoments = (b: Builder, tallied: Atom, { first, second }: Weighted, from: Axis, to: Axis): Moments => {
  const equation = definitionOf(b, tallied);
  const [code = constant(0), ...chances] = equation.inputs;
  const once = tally.jvp(b, equation, [undefined, ...first]) ?? constant(0);
  const own = tally.jvp(b, equation, [undefined, ...second]) ?? constant(0);
  const number = b.emit(position, [], { axis: from, owner: to });
  const pairs = first.map((amount, kind) => {
    const without = b.emit(tallyWithout, [code, number, ...chances], { from, to, kind });
    const slope = tallyWithout.jvp(b, definitionOf(b, without), [undefined, undefined, ...first]);
    return slope ? emit(b, mul, amount, slope) : constant(0);
  });
  const twice = emit(b, add, own, sumTo(b, total(b, pairs), from, to));
  const isPossible = emit(b, gt, emit(b, stopGradient, tallied), constant(0));
  const known = emit(b, where, isPossible, tallied, constant(1));
  const mean = emit(b, div, once, known);
  return momentsFrom(b, mean, emit(b, sub, emit(b, div, twice, known), emit(b, mul, mean, mean)));
};
