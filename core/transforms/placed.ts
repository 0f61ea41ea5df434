import { fail } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import { add, digitize, eq, max, min, position, sub, where } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant } from "../program/index.ts";
import { type Answers, stepFor } from "./answers.ts";
import { everywhere, type Interval, turned, within } from "./interval.ts";
import type { Noise } from "./noise.ts";
import { reachOf } from "./reach.ts";
import { type Fill, type Sink, shapeOfSink } from "./sink.ts";
import type { Step } from "./step.ts";

const whole = (n: number): Atom => constant(n, "i32");

/** An entry on its way into bins: its place on some axes, in loops over the bins within reach. */
export interface Placed {
  readonly axis: Axis;
  readonly places: readonly Atom[];
  readonly answers: Answers;
}

/** The name under which the noise of an observable is known. */
export const noiseKey = ({ operator }: Sink, { quantity }: Noise, answers: Answers): string => {
  if (quantity) return quantity.key;
  if (!answers.has("")) return "";
  throw fail("E_SOFT", {
    what: "two axes of a histogram depend on choices and on no event; their common noise is not followed here",
    where: operator,
    cure: "hold the choices of one of them: hold(p)",
  });
};

/** A loop over the bins of an axis within reach of an observable, and the part of the noise that each bin takes. */
const binsNear = (
  b: Builder,
  outer: Axis,
  x: Atom,
  edges: Atom,
  { width }: Noise,
  step: Step,
  bins: number,
): { readonly axis: Axis; readonly k: Atom; readonly interval: Interval } => {
  const { first, last, edge } = reachOf(b, x, edges, width, step);
  const end = emit(b, add, last, whole(1));
  const axis = b.axis(`${outer.name}|near`, { kind: "range", first, last: end }, { parent: outer });
  const k = b.emit(position, [], { axis, owner: outer });
  const below = edge(emit(b, max, emit(b, sub, k, whole(1)), whole(0)));
  const above = edge(emit(b, min, k, whole(bins)));
  return {
    axis,
    k,
    interval: {
      low: emit(b, where, emit(b, eq, k, first), everywhere.low, below),
      high: emit(b, where, emit(b, eq, k, last), everywhere.high, above),
    },
  };
};

/** An entry whose place on the next axis is left open. */
export const unplaced = (placed: Placed): Placed => ({ ...placed, places: [...placed.places, whole(0)] });

/**
 * Places an entry on the next axis: exactly, or in each bin within reach of its noise. A bin is an answer about that
 * noise, so that axes and conditions of one quantity share it.
 */
export const placedOn = (
  b: Builder,
  fill: Fill,
  { axis, places, answers }: Placed,
  x: Atom,
  noise: Noise | undefined,
): Placed => {
  const edges = fill.edges[places.length];
  if (!edges) throw new TypeError("every axis has edges");
  if (!noise) return { axis, answers, places: [...places, b.emit(digitize, [x, edges], { silent: false })] };
  const key = noiseKey(fill.sink, noise, answers);
  const shared = answers.get(key);
  const step = stepFor(fill.sink, shared);
  const near = binsNear(b, axis, x, edges, noise, step, shapeOfSink(fill.sink)[places.length] ?? 0);
  const own = noise.quantity?.sign === -1 ? turned(b, near.interval) : near.interval;
  const interval = within(b, shared?.interval ?? everywhere, own);
  return { axis: near.axis, places: [...places, near.k], answers: new Map([...answers, [key, { interval, step }]]) };
};
