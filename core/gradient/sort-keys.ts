import { type EventKernel, jsEventLane } from "../backends/index.ts";
import { type Batch, type Schema, schemaOf, showSchema, type Values } from "../columns/index.ts";
import { fail } from "../errors.ts";
import { always, asNumber, emit } from "../lambda/index.ts";
import { and, where } from "../primitives/index.ts";
import { type Atom, constant } from "../program/index.ts";
import { elaboratePipeline, type LambdaStage, type LeafShape, reachingParameters } from "../transforms/index.ts";
import type { Bindings } from "./bindings.ts";
import { keepingByStages, type Made } from "./keeping.ts";
import { supplyOf } from "./runner.ts";

/** For each event of a batch the number it is sorted by, NaN where that is missing, and whether it passes the filters. */
export interface SortKeys {
  readonly keys: Values;
  readonly passes: Values;
}

const checkFixed = (parameters: Iterable<{ readonly name: string }>, label: string): void => {
  for (const { name } of parameters)
    throw fail("E_SOFT", {
      what: `which events come first depends on the parameter ${JSON.stringify(name)}; such a choice is not relaxed`,
      where: label,
      cure: "sort without most, or hold the parameter in the key and in the filters before: hold(p)",
    });
};

const compile = (schema: Schema, { stages, source }: Batch, order: LambdaStage): Made<EventKernel> => {
  const key: LambdaStage = { ...order, kind: "map" };
  const { b, events, made } = elaboratePipeline(schema, [...stages, key], [], source.members?.());
  if (made.axis !== events)
    throw fail("E_SHAPE", {
      what: `${order.operator} orders the events of a source, and these are items of their lists`,
      where: order.operator,
      cure: "sort before flatten, or the list in it: flatten((ev) => ev.muon.toSorted((a, b) => b.pt - a.pt))",
    });
  const { atom, present } = asNumber(b, made.event);
  const kept = made.conditions.reduce<Atom>((all, condition) => emit(b, and, all, condition.atom), always);
  const isDiff = [...stages, order].every(({ flavour }) => flavour === "diff");
  if (isDiff && order.chooses) checkFixed(reachingParameters(b, [atom, present, kept]), order.operator);
  const found = emit(b, where, present, atom, constant(Number.NaN));
  const [keys, passes] = [found, kept].map((each): LeafShape => ({ kind: "leaf", atom: each, present: always }));
  if (!keys || !passes) throw new TypeError("there are two leaves");
  const kernel = jsEventLane.prepare({
    b,
    rows: { axis: events, kept: always, shape: keys, weight: passes, isRelaxed: false },
    program: b.program([found, kept]),
    types: new Map([
      [keys, "f64"],
      [passes, "bool"],
    ]),
    tangents: new Map(),
  });
  return { b, made: kernel };
};

/**
 * Makes what computes the keys of an order over the events of pending pipelines.
 * @throws in each use: E_TYPE for a key that is no number; E_SHAPE after a flatten; E_SOFT where a parameter decides which
 * events of a differentiable pipeline are chosen
 */
export const sortKeys = (order: LambdaStage): ((batch: Batch, bindings: Bindings) => SortKeys) => {
  const kept = keepingByStages<EventKernel>();
  return (batch, bindings) => {
    const schema = schemaOf(batch.columns);
    const kernel = kept(batch.stages, showSchema(schema), () => compile(schema, batch, order));
    const { columns, size, first, numbers } = batch;
    const { event, weight } = kernel(
      { columns, from: 0, to: size, first, numbers },
      supplyOf(bindings, new Map(), new Map()),
    );
    if (event.kind !== "leaf") throw new TypeError("a key is a number");
    return { keys: event.values, passes: weight.values };
  };
};
