import { emit } from "../lambda/index.ts";
import {
  abs,
  at,
  choicesOf,
  gt,
  le,
  maxOf,
  minOf,
  mul,
  one,
  placeOfMax,
  position,
  spreadTo,
  stopGradient,
  sub,
  sumTo,
  where,
} from "../primitives/index.ts";
import { axisSetting, type Builder, constant, type Equation, rewriter } from "../program/index.ts";
import { type Answering, limitOf } from "./answering.ts";
import { chanceOfBest } from "./chance-of-best.ts";
import { passing } from "./fill.ts";
import { movedKnown } from "./known-noise.ts";
import { madeAnew, noiseOn } from "./noisy-orders.ts";
import { quantityOf, termsOf } from "./quantity.ts";
import { steps } from "./step.ts";

/** An item whose key is so many standard deviations of the noise behind the best one beats it less often than 1e-6. */
const reach = Math.SQRT2 * steps.normal.doubt;

/**
 * Answers which item is the extreme one, where each key carries noise: an event is gone through once for each item that
 * may be it, with the probability that it is. Where no key is best, of an empty list or of a NaN, the place is the hard one.
 */
export const answerOrder = (
  b: Builder,
  state: Answering,
  equation: Equation,
  others: ReadonlySet<Equation>,
): Answering => {
  const { root } = state;
  const { primitive, inputs, settings } = equation;
  const [key] = inputs;
  const list = axisSetting(settings, "from");
  if (!key || !list) return state;
  const [largest, noise] = [primitive === placeOfMax, noiseOn(equation)];
  const fixed = emit(b, stopGradient, key);
  const best = b.emit(largest ? maxOf : minOf, [fixed], { from: list, to: root });
  const isNear = emit(b, le, emit(b, abs, emit(b, sub, best, fixed)), constant(reach * noise));
  const axis = passing(b, list, [isNear]);
  const items = sumTo(b, b.emit(one, [], { axis }), axis, root);
  const number = emit(b, choicesOf, items, state.ways, ...limitOf(b, state));
  const loop = b.axis("choice", { kind: "range", first: constant(0, "i32"), last: number }, { parent: root });
  const k = b.emit(position, [], { axis: loop, owner: root });
  const places = spreadTo(b, b.emit(position, [], { axis: list, owner: root }), axis);
  const place = emit(
    b,
    where,
    emit(b, gt, items, constant(0)),
    b.emit(at, [places, k], { axis, owner: root }),
    b.emit(primitive, [fixed], { from: list, to: root }),
  );
  const competition = { key: spreadTo(b, key, axis), axis, owner: root, noise, largest };
  const chance = chanceOfBest(b, competition, items, k, loop);
  const now = rewriter(b, new Map(), {
    from: root,
    to: loop,
    replace: (other, self) =>
      other === equation ? place : others.has(other) ? madeAnew(b, other, self, root, loop) : undefined,
  });
  const quantity = quantityOf(termsOf(b, key));
  return {
    ...state,
    root: loop,
    ways: emit(b, mul, state.ways, number),
    axis: state.axis === root ? loop : now.axis(state.axis),
    chance: emit(b, mul, now.atom(state.chance), chance),
    known: movedKnown(state.known, now),
    orders: [...state.orders, ...(quantity ? [{ quantity, equation }] : [])],
    conditions: state.conditions.map(now.atom),
    weight: now.atom(state.weight),
    present: now.atom(state.present),
    observed: state.observed.map(now.atom),
  };
};
