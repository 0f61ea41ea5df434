import { fail } from "../errors.ts";
import { again, always, asNumber, describe, elaborate, emit, type Value } from "../lambda/index.ts";
import { and, eq, isMissingNumber, mul, not, position, where } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Builder, constant, encloses, joinAxes } from "../program/index.ts";
import { foldTerm } from "./fold-term.ts";
import { binningsOf, type Condition, type Edge, type Fill, type Sink, sizeOfSink } from "./sink.ts";
import type { Treatment } from "./treatment.ts";

/** What is observed, and what the weight of each entry is multiplied by. */
interface Observed extends Pick<Fill, "observed" | "present" | "axis"> {
  readonly factor: Atom;
}

/** The numbers that place an entry: one, or those of an array with one for each axis of a grid. */
const coordinates = (value: Value, { kind, operator, axes = [], measured }: Sink): readonly Value[] => {
  if (value.kind !== "tuple" && kind !== "grid" && measured === undefined) return [value];
  const found = value.kind === "tuple" ? `an array of ${value.items.length}` : describe(value);
  if (value.kind === "tuple" && value.items.length === (measured === undefined ? axes.length : 2)) return value.items;
  if (measured !== undefined)
    throw fail("E_TYPE", {
      what: `a profile needs an array of 2 numbers, found ${found}`,
      cure: "profile((ev) => [ev.x, ev.y], { edges }): the mean of y in bins of x",
    });
  if (kind !== "grid")
    throw fail("E_TYPE", {
      what: `a number is needed here, found ${found}`,
      where: operator,
      cure: "[ev.a, ev.b] fills a histogram of two axes: { edges: [edgesA, edgesB] }",
    });
  throw fail(value.kind === "tuple" ? "E_SHAPE" : "E_TYPE", {
    what: `a histogram of ${axes.length} axes needs an array of ${axes.length} numbers, found ${found}`,
    where: operator,
    cure: "histogram((ev) => [ev.x, ev.y], { edges: [edgesX, edgesY] })",
  });
};

const isThere = (b: Builder, y: Atom): Atom => emit(b, not, emit(b, isMissingNumber, y));

/** A power of what is measured. */
const powerOf = (b: Builder, y: Atom, power: 0 | 1 | 2): Atom =>
  power === 0 ? constant(1) : power === 1 ? y : emit(b, mul, y, y);

/** What a sink observes of each event, or of each item of a list. */
const observedOf = (b: Builder, value: Value, events: Axis, sink: Sink): Observed => {
  if (value.kind === "list") {
    const list = b.inside(events, () => again(b, value));
    return observedOf(b, list.item, list.axis, sink);
  }
  const numbers = coordinates(value, sink).map((each) => asNumber(b, each));
  const measured = sink.measured === undefined ? undefined : numbers.at(-1);
  return {
    observed: (measured ? numbers.slice(0, -1) : numbers).map(({ atom }) => atom),
    factor: measured ? powerOf(b, measured.atom, sink.measured ?? 0) : constant(1),
    present: [...numbers.map(({ present }) => present), ...(measured ? [isThere(b, measured.atom)] : [])].reduce(
      (all, each) => emit(b, and, all, each),
    ),
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

const nothing = (axis: Axis): Observed => ({ observed: [], factor: constant(1), present: always, axis });

/** A sink behind its stages. */
export const fillOf = (b: Builder, pending: Made, sink: Sink): Fill => {
  const { axis: events } = pending;
  const { f } = sink;
  const seen = f && b.inside(events, () => seenBy(b, pending.event, sink, f));
  const { observed, factor, present, axis: place } = seen ? observedOf(b, seen, events, sink) : nothing(events);
  const weight = emit(b, mul, pending.weight, factor);
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
