import { again, always, asNumber, elaborate, emit, type Value } from "../lambda/index.ts";
import { eq, position, where } from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Builder, constant, encloses, joinAxes } from "../program/index.ts";
import type { Condition, Edge, Fill, Sink } from "./sink.ts";

/** The observable of a sink: a number per event, or one per item of a list. */
const observed = (
  b: Builder,
  value: Value,
  events: Axis,
): { readonly x: Atom; readonly present: Atom; readonly axis: Axis } => {
  if (value.kind === "list") {
    const list = b.inside(events, () => again(b, value));
    return observed(b, list.item, list.axis);
  }
  const { atom, present } = asNumber(b, value);
  return { x: atom, present, axis: joinAxes(events, joinAxes(axisOf(atom), axisOf(present))) ?? events };
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
}

/** A sink behind its stages. */
export const fillOf = (b: Builder, pending: Made, sink: Sink): Fill => {
  const { weight, axis: events } = pending;
  const { f } = sink;
  const observable = f
    ? observed(
        b,
        b.inside(events, () =>
          elaborate(b, f, [pending.event], sink.scope, {
            label: sink.operator,
            width: sink.width,
            step: sink.step,
          }),
        ),
        events,
      )
    : { x: undefined, present: always, axis: events };
  const before = pending.conditions.map(({ atom }) => atom);
  const atoms = [weight, observable.present, ...(observable.x ? [observable.x] : []), ...before];
  const { axis, conditions } = unfiltered(observable.axis, atoms, sink.operator);
  const isHistogram = sink.kind === "histogram";
  return {
    sink,
    axis,
    conditions: [...pending.conditions, ...conditions],
    weight,
    x: observable.x,
    present: observable.present,
    edges: isHistogram ? edgeArray(b, sink.edges) : undefined,
    bins: isHistogram ? b.axis("bin", { kind: "fixed", size: sink.edges.length + 1 }, {}) : undefined,
  };
};
