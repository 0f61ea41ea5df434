import { emit } from "../lambda/index.ts";
import { add, at, digitize, div, isFiniteNumber, mul, sub, where } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Builder, constant } from "../program/index.ts";
import type { Step } from "./step.ts";

/** The edges within reach of a noisy observable. */
export interface Reach {
  /** The first edge within reach, and the first one beyond it. */
  readonly first: Atom;
  readonly last: Atom;
  /** The place of edge `k` in the noise. */
  readonly edge: (k: Atom) => Atom;
}

/** Which edges are within reach of `x` with noise of a width; none for an infinite one. */
export const reachOf = (b: Builder, x: Atom, edges: Atom, given: Atom, step: Step): Reach => {
  const width = axisOf(given) === null ? given : emit(b, where, emit(b, isFiniteNumber, x), given, constant(0));
  const below = (z: Atom): Atom => b.emit(digitize, [z, edges], { silent: true });
  const distance = emit(b, mul, constant(step.reach), width);
  const [first, last] = [below(emit(b, sub, x, distance)), below(emit(b, add, x, distance))];
  const axis = axisOfArray(edges);
  return {
    first,
    last,
    edge: (k) => emit(b, div, emit(b, sub, b.emit(at, [edges, k], { axis, owner: null }), x), width),
  };
};

const axisOfArray = (edges: Atom): Axis => {
  if (edges.kind === "var" && edges.axis) return edges.axis;
  throw new TypeError("edges are an array");
};
