import type { Schema, Stage } from "../columns/index.ts";
import { fail } from "../errors.ts";
import { always, asNumber, columnValue, elaborate, emit, type Scope, truth, type Value } from "../lambda/index.ts";
import { eq, mul, position, where } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  type Builder,
  builder,
  type Choice,
  constant,
  encloses,
  type Held,
  joinAxes,
  type Nuisance,
} from "../program/index.ts";
import type { StepName } from "./step.ts";

export interface StageOptions {
  /** The width of comparisons in this lambda that depend on choices without one. */
  readonly width?: number;
  /** The distribution of the noise on what is compared in this lambda; normal if not given. */
  readonly step?: StepName;
}

/** A stage that filters, maps or weighs events by a lambda. */
export interface LambdaStage extends Stage {
  readonly kind: "filter" | "map" | "weight";
  readonly f: object;
  readonly scope: Scope;
  readonly options: StageOptions;
}

export type Edge = number | Choice | Nuisance | Held;

/** What a filling operator collects. */
export interface Sink {
  readonly kind: "histogram" | "sum" | "count";
  readonly operator: string;
  readonly f: object | undefined;
  readonly scope: Scope;
  readonly edges: readonly Edge[];
  /** The standard deviation by which an observable is spread, in its own unit; overrides the one that follows from its choices. */
  readonly bandwidth: number | undefined;
  readonly width: number | undefined;
  readonly step: StepName | undefined;
}

/** A condition of a pipeline and the stage it stands in. */
export interface Condition {
  readonly atom: Atom;
  readonly label: string;
}

/** What a sink collects, as atoms: hard meaning, nothing relaxed yet. */
export interface Fill {
  readonly sink: Sink;
  /** The axis whose elements are filled: events, or items of a list. */
  readonly axis: Axis;
  readonly conditions: readonly Condition[];
  readonly weight: Atom;
  /** The observable and whether it is there; a count observes nothing. */
  readonly x: Atom | undefined;
  readonly present: Atom;
  /** The edges as an array on a fixed axis. */
  readonly edges: Atom | undefined;
  readonly bins: Axis | undefined;
}

export interface Elaborated {
  readonly b: Builder;
  readonly events: Axis;
  readonly fills: readonly Fill[];
}

interface Pending {
  readonly event: Value;
  readonly conditions: readonly Condition[];
  readonly weight: Atom;
}

const labelOf = (stage: Stage, k: number): string => `${stage.operator}, stage ${k + 1}`;

const steps: Readonly<
  Record<LambdaStage["kind"], (b: Builder, pending: Pending, result: Value, label: string) => Pending>
> = {
  filter: (b, pending, result, label) => ({
    ...pending,
    conditions: [...pending.conditions, { atom: truth(b, result), label }],
  }),
  map: (_b, pending, result) => ({ ...pending, event: result }),
  weight: (b, pending, result, label) => {
    const { atom, present } = asNumber(b, result);
    return {
      ...pending,
      conditions: [...pending.conditions, { atom: present, label }],
      weight: emit(b, mul, pending.weight, atom),
    };
  },
};

const isLambdaStage = (stage: Stage): stage is LambdaStage => "f" in stage && "kind" in stage;

const extend = (b: Builder, pending: Pending, stage: Stage, k: number): Pending => {
  if (!isLambdaStage(stage)) throw fail("E_UPSTREAM", { what: `the stage ${stage.operator} is not of this package` });
  const label = labelOf(stage, k);
  return b.from({ text: "", start: 0, end: 0, label }, () =>
    steps[stage.kind](
      b,
      pending,
      elaborate(b, stage.f, [pending.event], stage.scope, { label, ...stage.options }),
      label,
    ),
  );
};

/** The observable of a sink: a number per event, or one per item of a list. */
const observed = (
  b: Builder,
  value: Value,
  events: Axis,
): { readonly x: Atom; readonly present: Atom; readonly axis: Axis } => {
  if (value.kind === "list") {
    const inner = observed(b, value.item, events);
    const axis = joinAxes(value.axis, inner.axis);
    return { ...inner, axis: axis ?? events };
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
const unfiltered = (axis: Axis, atoms: readonly Atom[], label: string): Filled => {
  const { extent, onto } = axis;
  const { parent } = onto;
  if (extent.kind !== "where" || !parent || !atoms.every((atom) => encloses(axisOf(atom), parent)))
    return { axis, conditions: [] };
  const outer = unfiltered(parent, atoms, label);
  return { axis: outer.axis, conditions: [...outer.conditions, { atom: extent.mask, label }] };
};

const fillOf = (b: Builder, events: Axis, pending: Pending, sink: Sink): Fill => {
  const { weight } = pending;
  const observable = sink.f
    ? observed(
        b,
        elaborate(b, sink.f, [pending.event], sink.scope, { label: sink.operator, width: sink.width, step: sink.step }),
        events,
      )
    : { x: undefined, present: always, axis: events };
  const atoms = [weight, observable.present, ...(observable.x ? [observable.x] : [])];
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

/** A sink and the stages that only it has. */
export interface Branch {
  readonly stages: readonly Stage[];
  readonly sink: Sink;
}

/** An event that knows the names of members that were not read, for messages. */
const withMembers = (event: Value, members: readonly string[]): Value =>
  event.kind === "record" ? { ...event, names: [...new Set([...event.names, ...members])] } : event;

/**
 * The hard meaning of a pipeline over events of a schema.
 * @param members - what an event has besides the schema, for messages
 * @throws what the lambdas' elaboration throws
 */
export const elaboratePipeline = (
  schema: Schema,
  stages: readonly Stage[],
  branches: readonly Branch[],
  members: readonly string[] = [],
): Elaborated => {
  const b = builder();
  const events = b.axis("event", { kind: "events" }, {});
  const start: Pending = {
    event: withMembers(columnValue(b, schema, [], events), members),
    conditions: [],
    weight: constant(1),
  };
  const pending = stages.reduce((before, stage, k) => extend(b, before, stage, k), start);
  const fills = branches.map((branch) => {
    const here = branch.stages.reduce((before, stage, k) => extend(b, before, stage, stages.length + k), pending);
    return fillOf(b, events, here, branch.sink);
  });
  return { b, events, fills };
};
