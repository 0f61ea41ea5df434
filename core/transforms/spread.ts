import { emit } from "../lambda/index.ts";
import {
  add,
  at,
  digitize,
  div,
  isFiniteNumber,
  max,
  min,
  mul,
  position,
  scatter,
  spreadTo,
  sub,
  sumTo,
  weigh,
  where,
} from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Builder, constant } from "../program/index.ts";
import { type Collected, type Contribution, split } from "./fill.ts";
import { type Interval, isBound } from "./interval.ts";
import type { Fill } from "./sink.ts";
import type { Step } from "./step.ts";

/**
 * Fills bins with a noisy observable: an entry touches only the edges within reach. Every edge moves the part of the
 * entry below it from the bin above to the bin below, and the bin above the last edge in reach starts with all of it;
 * with width zero that is the hard histogram.
 */
export const spread = (
  b: Builder,
  fill: Fill,
  contribution: Contribution,
  given: Atom,
  interval: Interval,
  step: Step,
): Collected => {
  const { bins, edges } = fill;
  const { x, weight, probability } = contribution;
  if (!bins || !edges || !x) throw new TypeError("only a histogram spreads its entries");
  const width = axisOf(given) === null ? given : emit(b, where, emit(b, isFiniteNumber, x), given, constant(0));
  const { filled, skipped } = split(b, fill.axis, contribution);
  const edge = (z: Atom): Atom => b.emit(digitize, [z, edges], { silent: true });
  const distance = emit(b, mul, constant(step.reach), width);
  const [first, last] = [edge(emit(b, sub, x, distance)), edge(emit(b, add, x, distance))];
  const near: Axis = b.axis(`${filled.name}|near`, { kind: "range", first, last }, { parent: filled });
  const k = b.emit(position, [], { axis: near, owner: filled });
  const z = emit(b, div, emit(b, sub, b.emit(at, [edges, k], { axis: axisOfArray(edges), owner: null }), x), width);
  const clamp = (t: Atom): Atom =>
    emit(b, max, interval.low, emit(b, min, t, emit(b, max, interval.high, interval.low)));
  const from = !isBound(interval.low) ? constant(0) : emit(b, step.cdf, interval.low);
  const whole = emit(
    b,
    sub,
    !isBound(interval.high) ? constant(1) : emit(b, step.cdf, emit(b, max, interval.high, interval.low)),
    from,
  );
  const bounded = !isBound(interval.low) && !isBound(interval.high) ? z : clamp(z);
  const below = emit(b, sub, emit(b, step.cdf, bounded), from);
  const into = (amount: Atom): Atom => {
    const all = b.emit(scatter, [spreadTo(b, emit(b, mul, amount, whole), filled), last], { axis: bins });
    const moved = spreadTo(b, emit(b, mul, amount, below), near);
    const gained = b.emit(scatter, [moved, k], { axis: bins });
    const lost = b.emit(scatter, [moved, emit(b, add, k, constant(1, "i32"))], { axis: bins });
    return emit(b, sub, emit(b, add, all, gained), lost);
  };
  const content = emit(b, weigh, weight, probability);
  const squared = emit(b, weigh, emit(b, mul, weight, weight), probability);
  const entries = sumTo(b, emit(b, mul, probability, whole), filled, null);
  return { contents: into(content), variances: into(squared), entries, skipped };
};

const axisOfArray = (edges: Atom): Axis => {
  if (edges.kind === "var" && edges.axis) return edges.axis;
  throw new TypeError("edges are an array");
};
