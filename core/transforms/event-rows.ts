import { always, emit } from "../lambda/index.ts";
import { and } from "../primitives/index.ts";
import type { Atom, Axis, Builder } from "../program/index.ts";
import type { Made } from "./filled.ts";
import { type Shape, shapeOf } from "./shape.ts";

/** What a pipeline makes of its events, as atoms: which of them are kept, with which weight, and what they became. */
export interface EventRows {
  /** Events, or items that became events. */
  readonly axis: Axis;
  readonly kept: Atom;
  readonly weight: Atom;
  /** Whether a condition is relaxed: then events carry the probability that they are kept. */
  readonly isRelaxed: boolean;
  readonly shape: Shape;
}

/** The hard meaning: events that fail a condition are not there. */
export const hardRows = (b: Builder, { event, axis, conditions, weight }: Made): EventRows => ({
  axis,
  kept: conditions.reduce<Atom>((all, { atom }) => emit(b, and, all, atom), always),
  weight,
  isRelaxed: false,
  shape: shapeOf(b, event),
});
