import { emit } from "../lambda/index.ts";
import { add, and, isMissingNumber, mul, not, scatter, spreadTo, sumTo, weigh } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant, isConstant } from "../program/index.ts";
import { exactBin } from "./bin.ts";
import type { Fill } from "./sink.ts";

/** What one sink computes in a pass, as outputs of a program; a sum or a count has one bin. */
export interface Collected {
  readonly contents: Atom;
  /** The sum of squared weights. */
  readonly variances: Atom;
  /** The number of fills, each counted with its probability. */
  readonly entries: Atom;
  /** Fills that were left out because the observable was missing or NaN. */
  readonly skipped: Atom;
}

/** One possible outcome of the conditions of a fill: what it adds, where, and with which probability. */
export interface Contribution {
  readonly conditions: readonly Atom[];
  readonly weight: Atom;
  readonly probability: Atom;
  /** The part of the probability that no answer to a comparison stands for. */
  readonly chance: Atom;
  /** The probability with which the outcome comes about, where that of a binned quantity's answers is not in it yet. */
  readonly likelihood: Atom;
  readonly observed: readonly Atom[];
  readonly present: Atom;
}

/** The elements of an axis for which conditions hold. */
export const passing = (b: Builder, axis: Axis, conditions: readonly Atom[]): Axis =>
  conditions.reduce<Axis>(
    (inner, mask) =>
      isConstant(mask, true) ? inner : b.axis(`${inner.name}|pass`, { kind: "where", mask }, { parent: inner }),
    axis,
  );

/** Whether all that is observed is there, and no NaN. */
export const usableOf = (b: Builder, present: Atom, observed: readonly Atom[]): Atom =>
  observed.reduce((all, x) => emit(b, and, all, emit(b, not, emit(b, isMissingNumber, x))), present);

/** What passes the conditions of a contribution and has an observable, and how many have none. */
export const split = (
  b: Builder,
  axis: Axis,
  { conditions, observed, present, likelihood }: Contribution,
): { readonly filled: Axis; readonly skipped: Atom } => {
  const passed = passing(b, axis, conditions);
  const usable = usableOf(b, present, observed);
  const without = passing(b, passed, [emit(b, not, usable)]);
  return {
    filled: passing(b, passed, [usable]),
    skipped: isConstant(usable, true) ? constant(0) : sumTo(b, likelihood, without, null),
  };
};

/** What a fill adds up: the weight, times a power of the observable for a sum. */
export const amountOf = (b: Builder, { sink }: Fill, weight: Atom, [x]: readonly Atom[]): Atom => {
  if (sink.kind !== "sum" || !x || sink.power === 0) return weight;
  const once = emit(b, mul, weight, x);
  return sink.power === 2 ? emit(b, mul, once, x) : once;
};

const total = (b: Builder, x: Atom, axis: Axis): Atom => sumTo(b, x, axis, null);

/** Fills a contribution whose observables, if they are binned, have no noise of their own. */
export const collect = (b: Builder, fill: Fill, contribution: Contribution): Collected => {
  const { observed, weight, probability } = contribution;
  const { bins = null, edges } = fill;
  const { filled, skipped } = split(b, fill.axis, contribution);
  const amount = amountOf(b, fill, weight, observed);
  const content = emit(b, weigh, amount, probability);
  const squared = emit(b, weigh, emit(b, mul, amount, amount), probability);
  const entries = total(b, probability, filled);
  if (!bins) return { contents: total(b, content, filled), variances: total(b, squared, filled), entries, skipped };
  const bin = exactBin(b, fill.sink, observed, edges, { silent: false });
  const into = (value: Atom): Atom => b.emit(scatter, [spreadTo(b, value, filled), bin], { axis: bins });
  return { contents: into(content), variances: into(squared), entries, skipped };
};

/** The sums of what several contributions collect. */
export const combine = (b: Builder, parts: readonly Collected[]): Collected => {
  const [first, ...rest] = parts;
  const plus = (x: Atom, y: Atom): Atom => emit(b, add, x, y);
  const none: Collected = { contents: constant(0), variances: constant(0), entries: constant(0), skipped: constant(0) };
  return rest.reduce(
    (sum, part) => ({
      contents: plus(sum.contents, part.contents),
      variances: plus(sum.variances, part.variances),
      entries: plus(sum.entries, part.entries),
      skipped: plus(sum.skipped, part.skipped),
    }),
    first ?? none,
  );
};

/** The hard meaning of a fill. */
export const harden = (b: Builder, fill: Fill): Collected =>
  collect(b, fill, {
    conditions: fill.conditions.map(({ atom }) => atom),
    weight: fill.weight,
    probability: constant(1),
    chance: constant(1),
    likelihood: constant(1),
    observed: fill.observed,
    present: fill.present,
  });
