import { emit } from "../lambda/index.ts";
import { add, at, max, min, mul, position, scatter, spreadTo, sub } from "../primitives/index.ts";
import { type Atom, type Axis, type Builder, constant } from "../program/index.ts";
import { type Interval, isBound } from "./interval.ts";
import { reachOf } from "./reach.ts";
import type { Step } from "./step.ts";

/** A noisy observable before it is spread along an axis of bins. */
export interface Along {
  readonly x: Atom;
  readonly edges: Atom;
  readonly width: Atom;
  readonly step: Step;
  /** Where its noise is known to lie. */
  readonly interval: Interval;
  /** The probability that it lies there, and that it lies below. */
  readonly whole: Atom;
  readonly from: Atom;
}

/** What every edge of an axis moves from the bin above to the bin below, as what each bin gains and loses. */
type Moves = (moved: Atom, edge: Atom) => { readonly gained: Atom; readonly lost: Atom };

/** Adds up what crosses each edge, and takes the differences when the events are over. */
export const movesOfAxis = (b: Builder, edges: Axis | null, bins: Axis | null): Moves => {
  const bin = b.emit(position, [], { axis: bins, owner: null });
  const of = { axis: edges, owner: null };
  return (moved, edge) => {
    const crossed = b.emit(scatter, [moved, edge], { axis: edges });
    return {
      gained: b.emit(at, [crossed, bin], of),
      lost: b.emit(at, [crossed, emit(b, sub, bin, constant(1, "i32"))], of),
    };
  };
};

/** Adds to the bin below each edge, and to the bin above it. */
export const movesOfBins =
  (b: Builder, bins: Axis | null, binAt: (place: Atom) => Atom): Moves =>
  (moved, edge) => ({
    gained: b.emit(scatter, [moved, binAt(edge)], { axis: bins }),
    lost: b.emit(scatter, [moved, binAt(emit(b, add, edge, constant(1, "i32")))], { axis: bins }),
  });

/**
 * Spreads amounts edge by edge over what is within reach. Every edge moves the part of the entry below it from the bin
 * above to the bin below, and the bin above the last edge in reach starts with all of it; with width zero that is the
 * hard histogram.
 */
export const edgeByEdge = (
  b: Builder,
  { x, edges, width, step, interval, whole, from }: Along,
  axis: Axis,
  bins: Axis | null,
  binAt: (place: Atom) => Atom,
  moves: Moves,
): ((amount: Atom) => Atom) => {
  const { first, last, edge } = reachOf(b, x, edges, width, step);
  const near: Axis = b.axis(`${axis.name}|near`, { kind: "range", first, last }, { parent: axis });
  const k = b.emit(position, [], { axis: near, owner: axis });
  const z = edge(k);
  const clamp = (t: Atom): Atom =>
    emit(b, max, interval.low, emit(b, min, t, emit(b, max, interval.high, interval.low)));
  const bounded = !isBound(interval.low) && !isBound(interval.high) ? z : clamp(z);
  const below = emit(b, sub, emit(b, step.cdf, bounded), from);
  return (amount) => {
    const all = b.emit(scatter, [spreadTo(b, emit(b, mul, amount, whole), axis), binAt(last)], { axis: bins });
    const { gained, lost } = moves(spreadTo(b, emit(b, mul, amount, below), near), k);
    return emit(b, sub, emit(b, add, all, gained), lost);
  };
};
