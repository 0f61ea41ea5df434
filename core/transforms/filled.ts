import { fail } from "../errors.ts";
import { again, always, asNumber, describe, elaborate, emit, type Value } from "../lambda/index.ts";
import { and, eq, position, where } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Builder, constant, encloses, joinAxes } from "../program/index.ts";
import { foldTerm } from "./fold-term.ts";
import { binningsOf, type Condition, type Edge, type Fill, type Sink, sizeOfSink } from "./sink.ts";
import type { Treatment } from "./treatment.ts";

type Observed = Pick<Fill, "observed" | "present" | "axis">;

/** The numbers that place an entry: one, or those of an array with one for each axis of a grid. */
const coordinates = (value: Value, { kind, axes = [] }: Sink): readonly Value[] => {
  if (kind !== "grid") return [value];
  const found = value.kind === "tuple" ? `an array of ${value.items.length}` : describe(value);
  if (value.kind === "tuple" && value.items.length === axes.length) return value.items;
  throw fail(value.kind === "tuple" ? "E_SHAPE" : "E_TYPE", {
    what: `a histogram of ${axes.length} axes needs an array of ${axes.length} numbers, found ${found}`,
    cure: "histogram((ev) => [ev.x, ev.y], { edges: [edgesX, edgesY] })",
  });
};

/** What a sink observes of each event, or of each item of a list. */
const observedOf = (b: Builder, value: Value, events: Axis, sink: Sink): Observed => {
  if (value.kind === "list") {
    const list = b.inside(events, () => again(b, value));
    return observedOf(b, list.item, list.axis, sink);
  }
  const numbers = coordinates(value, sink).map((each) => asNumber(b, each));
  return {
    observed: numbers.map(({ atom }) => atom),
    present: numbers.map(({ present }) => present).reduce((all, each) => emit(b, and, all, each)),
    axis: numbers
      .flatMap(({ atom, present }) => [axisOf(atom), axisOf(present)])
      .reduce<Axis>((inner, axis) => joinAxes(inner, axis) ?? inner, events),
  };
};

/** Edges as one array: fixed numbers, and each edge that is a parameter at its place. */
const edgeArray = (b: Builder, edges: readonly Edge[]): Atom => {
  const axis = b.axis("edge", { kind: "fixed", size: edges.length }, {});
  const values = edges.map((edge) => (typeof edge === "number" ? edge : 0));
  const k = b.emit(position, [], { axis, owner: null });
  return edges.reduce<Atom>(
    (array, edge, i) => {
      if (typeof edge === "number") return array;
      const here = emit(b, eq, k, constant(i, "i32"));
      const value = asNumber(b, elaborate(b, edgeOf, [], { edge }, { label: "an edge" })).atom;
      return emit(b, where, here, value, array);
    },
    b.input({ kind: "array", values }, "f64", axis),
  );
};

const edgeOf = ({ edge }: { readonly edge: number }): number => edge;

interface Filled {
  readonly axis: Axis;
  readonly conditions: readonly Condition[];
}

/** Takes the filters of a list off the axis that is filled: its items are filled under a condition instead. */
export const unfiltered = (axis: Axis, atoms: readonly Atom[], label: string): Filled => {
  const { extent, onto } = axis;
  const { parent } = onto;
  if (extent.kind !== "where" || !parent || !atoms.every((atom) => encloses(axisOf(atom), parent)))
    return { axis, conditions: [] };
  const outer = unfiltered(parent, [...atoms, extent.mask], label);
  return { axis: outer.axis, conditions: [...outer.conditions, { atom: extent.mask, label }] };
};

/** What the stages before a sink made of an event. */
export interface Made {
  readonly event: Value;
  /** Events, or items that became events. */
  readonly axis: Axis;
  readonly conditions: readonly Condition[];
  readonly weight: Atom;
  /** The number of the event in its source. */
  readonly number: Atom;
  /** Orders in which events come. */
  readonly orders: readonly Treatment[];
  /** What decided which events are there at all. */
  readonly chosen: readonly Atom[];
}

/** What the lambda of a sink makes of an event. */
const seenBy = (b: Builder, event: Value, { operator, scope, width, step, fold }: Sink, f: object): Value => {
  const call = (...inputs: readonly Value[]): Value => elaborate(b, f, inputs, scope, { label: operator, width, step });
  return fold ? foldTerm(b, fold, operator, (accumulator) => call(accumulator, event)) : call(event);
};

const nothing = (axis: Axis): Observed => ({ observed: [], present: always, axis });

/** A sink behind its stages. */
export const fillOf = (b: Builder, pending: Made, sink: Sink): Fill => {
  const { weight, axis: events } = pending;
  const { f } = sink;
  const seen = f && b.inside(events, () => seenBy(b, pending.event, sink, f));
  const { observed, present, axis: place } = seen ? observedOf(b, seen, events, sink) : nothing(events);
  const before = pending.conditions.map(({ atom }) => atom);
  const { axis, conditions } = unfiltered(place, [weight, present, ...observed, ...before], sink.operator);
  const binnings = binningsOf(sink);
  return {
    sink,
    axis,
    conditions: [...pending.conditions, ...conditions],
    weight,
    observed,
    present,
    edges: binnings.map(({ edges }) => edgeArray(b, edges)),
    bins: binnings.length > 0 ? b.axis("bin", { kind: "fixed", size: sizeOfSink(sink) }, {}) : undefined,
  };
};
