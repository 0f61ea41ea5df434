import { emit } from "../lambda/index.ts";
import { abs, lt, min, sumTo } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type Equation } from "../program/index.ts";
import { passing } from "./fill.ts";
import { outcomesOf } from "./outcomes.ts";
import type { Fill } from "./sink.ts";
import { substitute } from "./substitute.ts";
import type { Threshold } from "./threshold.ts";

/**
 * The fewest entries of a fill that lie inside one width of one of its relaxed thresholds and pass everything else;
 * infinite for a fill without such thresholds.
 */
export const insideOf = (b: Builder, fill: Fill): Atom => {
  const thresholds = new Map<Equation, Threshold>();
  outcomesOf(b, fill, ({ threshold }) => thresholds.set(threshold.equation, threshold));
  const counts = [...thresholds].map(([equation, { z }]) => {
    const conditions = fill.conditions.map(({ atom }) => atom);
    const others = substitute(b, [...conditions, fill.present], new Map([[equation.output.id, constant(true)]]));
    const near = emit(b, lt, emit(b, abs, z), constant(1));
    return sumTo(b, constant(1), passing(b, fill.axis, [near, ...others]), null);
  });
  const [first, ...rest] = counts;
  return first
    ? rest.reduce((fewest, count) => emit(b, min, fewest, count), first)
    : constant(Number.POSITIVE_INFINITY);
};
