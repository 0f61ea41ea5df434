import { fail } from "../errors.ts";
import { caret, emit } from "../lambda/index.ts";
import { add, and, gt, or, sumTo, weigh, where } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  atomsOfAxis,
  type Builder,
  chainOf,
  constant,
  encloses,
  isCondition,
  rewriter,
} from "../program/index.ts";
import { checkDraws } from "./draws.ts";
import type { EventRows } from "./event-rows.ts";
import { fillOf, type Made, unfiltered } from "./filled.ts";
import { noisyOrdersIn } from "./noisy-orders.ts";
import { outcomesOf, type State } from "./outcomes.ts";
import { guarded, oddsOf } from "./relax.ts";
import { listsOf, rewrittenShape, type Shape, sameShape, shapeOf } from "./shape.ts";
import type { Fill, Sink } from "./sink.ts";
import { softIn } from "./soft.ts";

const counted: Sink = {
  kind: "count",
  operator: "columns",
  f: undefined,
  scope: {},
  edges: [],
  bandwidth: undefined,
  width: undefined,
  step: undefined,
};

const outsideLists = (shape: Shape): readonly Atom[] => {
  if (shape.kind === "leaf") return [shape.atom, shape.present];
  if (shape.kind === "list") return [shape.present];
  return [shape.present, ...[...shape.fields.values()].flatMap(outsideLists)];
};

/** The conditions and weights of a pipeline as a count of its events has them. */
const countOf = (b: Builder, made: Made, shape: Shape): Fill => {
  const { weight, conditions: own } = made;
  const filters = chainOf(made.axis).filter(isCondition);
  const hasLists = listsOf(shape).some((list) => chainOf(list).some((axis) => filters.includes(axis)));
  const atoms = [weight, ...own.map(({ atom }) => atom), ...outsideLists(shape)];
  const { axis, conditions } = hasLists
    ? { axis: made.axis, conditions: [] }
    : unfiltered(made.axis, atoms, counted.operator);
  return { ...fillOf(b, made, counted), axis, conditions: [...own, ...conditions] };
};

const noOneValue = (place: string | undefined) =>
  fail("E_SOFT", {
    what: "a value that depends on a relaxed comparison has no one number per event",
    where: place,
    cure: "fill it instead (histogram, sum), or hold the choice: hold(p)",
  });

/** What an event became, under the answers of an outcome. */
const answeredShape = (b: Builder, shape: Shape, { answers }: State): Shape =>
  answers.reduce<Shape>(
    (before, { threshold, holds }) =>
      rewrittenShape(before, rewriter(b, new Map([[threshold.equation.output.id, constant(holds)]]))),
    shape,
  );

/** Makes sure that no value and no list depends on a comparison that is still to be relaxed. */
const refuseSoft = (b: Builder, shape: Shape, axis: Axis): void => {
  const check = (atom: Atom): void => {
    const program = b.program([atom]);
    const equation = softIn(b, program)[0]?.threshold.equation ?? noisyOrdersIn(program)[0];
    if (!equation) return;
    const { from } = equation;
    throw noOneValue(from && `${from.label}\n${caret(from.text, from.start, from.end)}`);
  };
  for (const atom of [shape.present, ...(shape.kind === "leaf" ? [shape.atom] : [])]) check(atom);
  if (shape.kind === "record") for (const field of shape.fields.values()) refuseSoft(b, field, axis);
  if (shape.kind === "list") {
    for (const atom of chainOf(shape.axis).flatMap(atomsOfAxis)) check(atom);
    refuseSoft(b, shape.item, shape.axis);
  }
};

/**
 * The relaxed meaning: hard conditions drop events, and what is relaxed gives each event a probability that its weight
 * is multiplied by. So a sum of weight times value over the rows is the sum that a fill collects.
 * @throws E_SOFT for a value that itself depends on a relaxed comparison; what `relax` throws
 */
export const softRows = (b: Builder, made: Made): EventRows => {
  const shape = shapeOf(b, made.event);
  const fill = countOf(b, made, shape);
  const outcomes = guarded(
    b,
    outcomesOf(b, fill, () => undefined),
  );
  const [first = shape, ...others] = outcomes.map((state) => answeredShape(b, shape, state));
  if (!others.every((other) => sameShape(first, other))) throw noOneValue("map");
  refuseSoft(b, first, fill.axis);
  const parts = outcomes.map((state) => {
    checkDraws(
      b,
      state.answers.map(({ threshold }) => threshold),
    );
    const passes = state.conditions.reduce<Atom>((all, atom) => emit(b, and, all, atom), state.present);
    const amount = emit(b, weigh, state.weight, oddsOf(b, state));
    const kept = emit(b, where, passes, amount, constant(0));
    if (state.axis === fill.axis) return { passes, amount: kept, alone: amount };
    if (!encloses(fill.axis, state.axis)) throw noOneValue("flatten");
    const times = sumTo(b, emit(b, where, passes, constant(1), constant(0)), state.axis, fill.axis);
    const total = sumTo(b, kept, state.axis, fill.axis);
    return { passes: emit(b, gt, times, constant(0)), amount: total, alone: total };
  });
  const [only] = parts;
  return {
    axis: fill.axis,
    kept: parts.reduce<Atom>((any, { passes }) => emit(b, or, any, passes), constant(false)),
    weight:
      only && parts.length === 1
        ? only.alone
        : parts.reduce<Atom>((sum, { amount }) => emit(b, add, sum, amount), constant(0)),
    isRelaxed: outcomes.some(({ answers, axis }) => answers.length > 0 || axis !== fill.axis),
    shape: first,
  };
};
