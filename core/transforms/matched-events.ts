import { emit } from "../lambda/index.ts";
import { add, sumTo } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, constant } from "../program/index.ts";
import { outcomesOf } from "./outcomes.ts";
import type { Fill } from "./sink.ts";

/** In how many events a fill is matched by moments. */
export const matchedEvents = (b: Builder, fill: Fill): Atom => {
  const outcomes = outcomesOf(b, fill, () => undefined);
  const counted = new Set(outcomes.flatMap(({ matched }) => matched?.counted ?? []));
  return [...counted].reduce<Atom>(
    (total, each) => emit(b, add, total, sumTo(b, each, axisOf(each), null)),
    constant(0),
  );
};
