import type { Schema, Stage } from "../columns/index.ts";
import { fail } from "../errors.ts";
import {
  again,
  asNumber,
  columnValue,
  describe,
  elaborate,
  emit,
  numberOf,
  truth,
  type Value,
} from "../lambda/index.ts";
import { mul } from "../primitives/index.ts";
import { type Axis, type Builder, builder, constant } from "../program/index.ts";
import { fillOf, type Made } from "./filled.ts";
import { reachingParameters } from "./reaching.ts";
import { moved } from "./shift.ts";
import type { Branch, Fill, LambdaStage, Shift, Variant } from "./sink.ts";

export interface Elaborated {
  readonly b: Builder;
  readonly events: Axis;
  readonly fills: readonly Fill[];
  /** What the stages before the branches made of an event. */
  readonly made: Made;
}

const labelOf = (stage: Stage, k: number): string => `${stage.operator}, stage ${k + 1}`;

const steps: Readonly<
  Record<Exclude<LambdaStage["kind"], "order">, (b: Builder, pending: Made, result: Value, label: string) => Made>
> = {
  filter: (b, pending, result, label) => ({
    ...pending,
    conditions: [...pending.conditions, { atom: truth(b, result), label }],
  }),
  map: (_b, pending, result) => ({ ...pending, event: result }),
  flatten: (b, pending, result) => flattened(b, pending, result),
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

const extend = (b: Builder, pending: Made, stage: Stage, k: number): Made => {
  if (!isLambdaStage(stage)) throw fail("E_UPSTREAM", { what: `the stage ${stage.operator} is not of this package` });
  const label = labelOf(stage, k);
  return b.from({ text: "", start: 0, end: 0, label }, () => {
    const inputs = stage.numbered ? [pending.event, numberOf(pending.number)] : [pending.event];
    const result = b.inside(pending.axis, () =>
      elaborate(b, stage.f, inputs, stage.scope, { label, ...stage.options }),
    );
    return stage.kind === "order"
      ? ordered(pending, result, stage, label)
      : steps[stage.kind](b, pending, result, label);
  });
};

/** Events in an order that is there already; an order that chose events did so by its key and the conditions before. */
const ordered = (pending: Made, key: Value, { f, chooses }: LambdaStage, label: string): Made => {
  const { orders, chosen, conditions } = pending;
  const order = { kind: "order", treatment: "hard", label, text: String(f), width: undefined, choices: [] } as const;
  const reasons = key.kind === "number" ? [key.atom, key.present, ...conditions.map(({ atom }) => atom)] : [];
  return { ...pending, orders: [...orders, order], chosen: chooses ? [...chosen, ...reasons] : chosen };
};

/** Makes sure that the events which are there do not depend on parameters that are moved. */
const refuseMoved = (b: Builder, { chosen, orders }: Made, shifts: readonly Shift[]): void => {
  const reached = reachingParameters(b, chosen);
  const moved = shifts.find(({ parameter }) => reached.has(parameter));
  if (!moved) return;
  throw fail("E_SOFT", {
    what: `${JSON.stringify(moved.parameter.name)} decides which events come first in an order, and those are read once`,
    where: orders[0]?.label,
    cure: "sort without most, or hold the nuisance in the key and in the filters before: hold(p)",
  });
};

/** The items of a list as events of their own. */
const flattened = (b: Builder, pending: Made, result: Value): Made => {
  if (result.kind === "list") {
    const { item, axis } = b.inside(pending.axis, () => again(b, result));
    return { ...pending, event: item, axis };
  }
  throw fail("E_TYPE", {
    what: `flatten needs a list, found ${describe(result)}`,
    cure: "flatten((ev) => ev.muon.map((m) => ({ ...m, met: ev.met })))",
  });
};

/** The stages with one named weight replaced by a variation of it. */
const varied = (stages: readonly Stage[], { weight, side }: Variant): readonly Stage[] => {
  const names = stages.flatMap((stage) => (isLambdaStage(stage) && stage.variants ? [stage.variants.name] : []));
  if (!names.includes(weight))
    throw fail("E_PARAMETER", {
      what: `no stage before has a weight called ${JSON.stringify(weight)}`,
      cure: names.length > 0 ? `one of ${names.join(", ")}` : "weight({ name: { nominal, up, down } })",
    });
  return stages.map((stage) =>
    isLambdaStage(stage) && stage.variants?.name === weight ? { ...stage, ...stage.variants[side] } : stage,
  );
};

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
  const start: Made = {
    event: withMembers(columnValue(b, schema, [], events), members),
    axis: events,
    conditions: [],
    weight: constant(1),
    number: b.input({ kind: "event" }, "f64", events),
    orders: [],
    chosen: [],
  };
  const through = (from: Made, some: readonly Stage[], first: number): Made =>
    some.reduce((before, stage, k) => extend(b, before, stage, first + k), from);
  const pending = through(start, stages, 0);
  const fills = branches.map(({ stages: own, sink, shifts = [], variant }) => {
    const here = variant
      ? through(start, varied([...stages, ...own], variant), 0)
      : through(pending, own, stages.length);
    refuseMoved(b, here, shifts);
    return moved(b, fillOf(b, here, sink), shifts);
  });
  return { b, events, fills, made: pending };
};
