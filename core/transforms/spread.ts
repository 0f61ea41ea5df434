import { emit } from "../lambda/index.ts";
import { add, max, min, mul, position, scatter, spreadTo, sub, sumTo, weigh } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant } from "../program/index.ts";
import { type Answers, productOf, stepFor } from "./answers.ts";
import { type Collected, type Contribution, split } from "./fill.ts";
import { everywhere, isBound, turned } from "./interval.ts";
import type { Noise } from "./noise.ts";
import { reachOf } from "./reach.ts";
import type { Fill } from "./sink.ts";

/**
 * Fills bins with a noisy observable: an entry touches only the edges within reach. Every edge moves the part of the
 * entry below it from the bin above to the bin below, and the bin above the last edge in reach starts with all of it;
 * with width zero that is the hard histogram.
 */
export const spread = (
  b: Builder,
  fill: Fill,
  contribution: Contribution,
  { width, quantity }: Noise,
  answers: Answers,
): Collected => {
  const { bins, sink } = fill;
  const { weight } = contribution;
  const [[x], [edges]] = [contribution.observed, fill.edges];
  if (!bins || !edges || !x) throw new TypeError("only a histogram spreads its entries");
  const shared = quantity && answers.get(quantity.key);
  const step = stepFor(sink, shared);
  const interval = (shared && quantity?.sign === -1 ? turned(b, shared.interval) : shared?.interval) ?? everywhere;
  const probability = productOf(b, new Map([...answers].filter(([key]) => key !== quantity?.key)));
  const { filled, skipped } = split(b, fill.axis, contribution);
  const { first, last, edge } = reachOf(b, x, edges, width, step);
  const near: Axis = b.axis(`${filled.name}|near`, { kind: "range", first, last }, { parent: filled });
  const k = b.emit(position, [], { axis: near, owner: filled });
  const z = edge(k);
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
