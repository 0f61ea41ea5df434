import { emit } from "../lambda/index.ts";
import { abs, add, lt, scatter, spreadTo } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  type Builder,
  constant,
  type Equation,
  encloses,
  substitute,
} from "../program/index.ts";
import { passing } from "./fill.ts";
import { outcomesOf } from "./outcomes.ts";
import type { Fill } from "./sink.ts";
import type { Threshold } from "./threshold.ts";

const itemsOf = (near: Atom): Axis => {
  const axis = axisOf(near);
  if (axis) return axis;
  throw new TypeError("items lie on an axis");
};

/**
 * For each relaxed threshold of a fill, how many entries lie inside one width of it and pass everything else, as an
 * array; items of lists are counted whatever else they pass, each with the probability that it is met. Nothing for a fill without such thresholds.
 */
export const insideOf = (b: Builder, fill: Fill): Atom | undefined => {
  const thresholds = new Map<Equation, { readonly threshold: Threshold; readonly chance: Atom }>();
  outcomesOf(b, fill, ({ threshold }, chance) => thresholds.set(threshold.equation, { threshold, chance }));
  const axis = b.axis("threshold", { kind: "fixed", size: thresholds.size }, {});
  const counts = [...thresholds].map(([equation, { threshold, chance }], k) => {
    const { z } = threshold;
    const conditions = fill.conditions.map(({ atom }) => atom);
    const others = substitute(b, [...conditions, fill.present], new Map([[equation.output.id, constant(true)]]));
    const near = emit(b, lt, emit(b, abs, z), constant(1));
    if (!encloses(axisOf(near), fill.axis))
      return b.emit(scatter, [spreadTo(b, chance, passing(b, itemsOf(near), [near])), constant(k, "i32")], {
        axis,
      });
    return b.emit(scatter, [spreadTo(b, constant(1), passing(b, fill.axis, [near, ...others])), constant(k, "i32")], {
      axis,
    });
  });
  const [first, ...rest] = counts;
  return first && rest.reduce((sum, count) => emit(b, add, sum, count), first);
};
