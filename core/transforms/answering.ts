import { mostWays } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, chainOf, constant } from "../program/index.ts";
import type { State } from "./outcomes.ts";
import type { Fill } from "./sink.ts";

/** A fill whose comparisons of lists are answered, and the loop in which the answers differ. */
export type Answering = Omit<State, "answers"> & {
  readonly root: Axis;
  /** The axis of events. */
  readonly events: Axis;
  /** How many ways there are. */
  readonly ways: Atom;
  /** The lists whose comparisons are answered. */
  readonly lists: ReadonlySet<Axis>;
  readonly fill: Fill;
};

/** A fill before any comparison of a list is answered. */
export const unanswered = (fill: Fill): Answering => {
  const { axis, conditions, weight, observed, present } = fill;
  const events = chainOf(axis).at(-1) ?? axis;
  return {
    root: events,
    events,
    ways: constant(1),
    lists: new Set(),
    axis,
    conditions: conditions.map(({ atom }) => atom),
    weight,
    observed,
    present,
    chance: constant(1),
    known: [],
    orders: [],
    fill,
  };
};

/** The number of the event, and the most ways that it may have. */
export const limitOf = (b: Builder, { events, fill }: Answering): readonly [Atom, Atom] => [
  b.input({ kind: "event" }, "f64", events),
  constant(fill.sink.ways ?? mostWays),
];
