import { fail } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import {
  add,
  digitize,
  eq,
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
import { type Atom, type Axis, type Builder, constant } from "../program/index.ts";
import { type Answered, type Answers, productOf, stepFor } from "./answers.ts";
import { binOf } from "./bin.ts";
import { type Collected, type Contribution, split } from "./fill.ts";
import { everywhere, type Interval, turned, within } from "./interval.ts";
import type { Noise } from "./noise.ts";
import { reachOf } from "./reach.ts";
import type { Fill } from "./sink.ts";
import type { Step } from "./step.ts";

const whole = (n: number): Atom => constant(n, "i32");

/** An entry on its way into a grid: its place on the axes so far, in loops over the bins within reach. */
interface Placed {
  readonly axis: Axis;
  readonly places: readonly Atom[];
  readonly answers: Answers;
}

/** A loop over the bins of an axis within reach of an observable, and the part of the noise that each bin takes. */
const binsNear = (
  b: Builder,
  outer: Axis,
  x: Atom,
  edges: Atom,
  width: Atom,
  step: Step,
  most: number,
): { readonly axis: Axis; readonly k: Atom; readonly interval: Interval } => {
  const { first, last, edge } = reachOf(b, x, edges, width, step);
  const axis = b.axis(
    `${outer.name}|near`,
    { kind: "range", first, last: emit(b, add, last, whole(1)) },
    { parent: outer },
  );
  const k = b.emit(position, [], { axis, owner: outer });
  const [below, above] = [emit(b, max, emit(b, sub, k, whole(1)), whole(0)), emit(b, min, k, whole(most))];
  return {
    axis,
    k,
    interval: {
      low: emit(b, where, emit(b, eq, k, first), everywhere.low, edge(below)),
      high: emit(b, where, emit(b, eq, k, last), everywhere.high, edge(above)),
    },
  };
};

const keyOf = ({ quantity }: Noise, answers: Answers): string => {
  if (quantity) return quantity.key;
  if (!answers.has("")) return "";
  throw fail("E_SOFT", {
    what: "two axes of a histogram depend on choices and on no event; their common noise is not followed here",
    cure: "hold the choices of one of them: hold(p)",
  });
};

const place = (b: Builder, fill: Fill, before: Placed, x: Atom, k: number, noise: Noise | undefined): Placed => {
  const edges = fill.edges[k];
  if (!edges) throw new TypeError("every axis has edges");
  const { axis, places, answers } = before;
  if (!noise) return { ...before, places: [...places, b.emit(digitize, [x, edges], { silent: false })] };
  const key = keyOf(noise, answers);
  const shared = answers.get(key);
  const step = stepFor(fill.sink, shared);
  const near = binsNear(b, axis, x, edges, noise.width, step, (fill.sink.axes?.[k]?.edges.length ?? 1) - 1);
  const own = noise.quantity?.sign === -1 ? turned(b, near.interval) : near.interval;
  const known: Answered = { interval: within(b, shared?.interval ?? everywhere, own), step };
  return { axis: near.axis, places: [...places, near.k], answers: new Map([...answers, [key, known]]) };
};

/**
 * Fills a grid with observables of which some are noisy: a bin is an answer about the noise of each of them, so that
 * axes and conditions of one quantity share its noise. An entry touches only the bins within reach.
 */
export const fillGrid = (
  b: Builder,
  fill: Fill,
  contribution: Contribution,
  noises: readonly (Noise | undefined)[],
  before: Answers,
): Collected => {
  const { bins = null, sink } = fill;
  const { observed, weight, likelihood } = contribution;
  const { filled, skipped } = split(b, fill.axis, contribution);
  const { axis, places, answers } = observed.reduce<Placed>((placed, x, k) => place(b, fill, placed, x, k, noises[k]), {
    axis: filled,
    places: [],
    answers: before,
  });
  const probability = productOf(b, answers);
  const bin = binOf(b, sink, places);
  const into = (amount: Atom): Atom =>
    b.emit(scatter, [spreadTo(b, emit(b, weigh, amount, probability), axis), bin], { axis: bins });
  return {
    contents: into(weight),
    variances: into(emit(b, mul, weight, weight)),
    entries: sumTo(b, likelihood, filled, null),
    skipped,
  };
};
