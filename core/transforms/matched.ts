import { emit } from "../lambda/index.ts";
import { add, div, exp, gt, log, mul, sqrt, stopGradient, sumTo, tally, where } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant } from "../program/index.ts";

/** The mean of a sum over items and its standard deviation. */
export interface Moments {
  readonly mean: Atom;
  readonly deviation: Atom;
}

/** A sum over independent items in doubt, of which a joint count is given. */
export interface GivenSum {
  /** Of each item, the probability of each kind. */
  readonly chances: readonly Atom[];
  /** The kinds of an item that add its value to the sum. */
  readonly adds: (kind: number) => boolean;
  readonly value: Atom;
  readonly code: Atom;
  /** The probability of the code. */
  readonly tallied: Atom;
  readonly from: Axis;
  readonly to: Axis;
}

/** A deviation below this is rounding: then the sum is one number. In units of the root of the sum of squared values. */
const least = 1e-6;

/** The step of the differences below, in units of the root of the sum of squared values. */
const step = 0.01;

const combination = (b: Builder, terms: readonly (readonly [number, Atom])[], by: Atom): Atom => {
  const sum = terms.reduce<Atom>(
    (all, [factor, x]) => emit(b, add, all, emit(b, mul, constant(factor), x)),
    constant(0),
  );
  return emit(b, div, sum, by);
};

/**
 * The moments of a sum, given a joint count: the first two derivatives at 0 of the logarithm of its moment generating
 * function, which is a tally with weights `p exp(t value)`. They are differences of fourth order, so they cost five tallies,
 * and their derivatives no more than those of a tally.
 */
export const givenMoments = (b: Builder, given: GivenSum): Moments => {
  const { chances, adds, value, code, tallied, from, to } = given;
  const squares = emit(b, stopGradient, sumTo(b, emit(b, mul, value, value), from, to));
  const scale = emit(b, sqrt, emit(b, add, squares, constant(1e-300)));
  const h = emit(b, div, constant(step), scale);
  const isPossible = emit(b, gt, emit(b, stopGradient, tallied), constant(0));
  const known = emit(b, where, isPossible, tallied, constant(1));
  const generated = (times: number): Atom => {
    const tilt = emit(b, exp, emit(b, mul, emit(b, mul, constant(times), h), value));
    const tilted = chances.map((p, kind) => (adds(kind) ? emit(b, mul, p, tilt) : p));
    const ratio = emit(b, div, b.emit(tally, [code, ...tilted], { from, to }), known);
    return emit(b, log, emit(b, where, isPossible, ratio, constant(1)));
  };
  const [below2, below, above, above2] = [generated(-2), generated(-1), generated(1), generated(2)];
  const slope = [
    [1, below2],
    [-8, below],
    [8, above],
    [-1, above2],
  ] as const;
  const curve = [
    [-1, below2],
    [16, below],
    [16, above],
    [-1, above2],
  ] as const;
  const twelve = emit(b, mul, constant(12), h);
  const mean = combination(b, slope, twelve);
  const variance = combination(b, curve, emit(b, mul, twelve, h));
  const isSpread = emit(b, gt, emit(b, stopGradient, variance), emit(b, mul, constant(least ** 2), squares));
  const deviation = emit(
    b,
    where,
    isSpread,
    emit(b, sqrt, emit(b, where, isSpread, variance, constant(1))),
    constant(0),
  );
  return { mean, deviation };
};
