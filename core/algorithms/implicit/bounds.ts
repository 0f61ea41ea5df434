import { numberOf, type Value } from "../../lambda/index.ts";
import { isMissingNumber, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { dense, denseOf } from "../language/index.ts";
import { eachElement } from "../operations/arrays.ts";
import type { Box } from "./downhill.ts";
import type { Unknowns } from "./unknowns.ts";

type Side = 0 | 1;

const none: readonly [Atom, Atom] = [constant(Number.NEGATIVE_INFINITY), constant(Number.POSITIVE_INFINITY)];

/** A bound that is there; an infinity for one that is not. */
const boundOf = (b: ArrayBuilder, value: Value | undefined, side: Side): Atom => {
  if (!value || value.kind === "missing") return none[side];
  const atom = denseOf(b, value);
  return b.emit(where.primitive, [b.emit(isMissingNumber.primitive, [atom]), none[side], atom]);
};

const itemOf = (of: Value | undefined, place: number): Value | undefined => {
  if (of?.kind === "tuple") return of.items[place];
  return of?.kind === "array" ? of.item(constant(place, "i32"), false) : undefined;
};

const isList = (value: Value | undefined): boolean => value?.kind === "tuple" || value?.kind === "array";

/** One side of the bounds of an array: a pair for all items, or one for each. */
const ofArray = (b: ArrayBuilder, start: Value, bounds: Value | undefined, side: Side): Value => {
  const same = (bound: Atom): Value =>
    dense(
      b,
      eachElement(b, [denseOf(b, start)], () => bound),
    );
  if (!isList(itemOf(bounds, 0))) return same(boundOf(b, itemOf(bounds, side), side));
  if (bounds?.kind === "tuple")
    return { kind: "tuple", items: bounds.items.map((pair) => numberOf(boundOf(b, itemOf(pair, side), side))) };
  const pairs = bounds ? denseOf(b, bounds) : none[side];
  const place = constant(side, "i32");
  return dense(
    b,
    eachElement(b, [denseOf(b, start)], (_, [i = place]) => boundOf(b, numberOf(b.read(pairs, [i, place])), side)),
  );
};

/** One side of bounds, with the structure of the start. */
const sideOf = (b: ArrayBuilder, start: Value, bounds: Value | undefined, side: Side): Value => {
  if (start.kind === "number") return numberOf(boundOf(b, itemOf(bounds, side), side));
  if (start.kind !== "record") return ofArray(b, start, bounds, side);
  return {
    ...start,
    get: (name) => {
      const [part, said] = [start.get(name), bounds?.kind === "record" ? bounds.get(name) : undefined];
      return part && sideOf(b, part, said, side);
    },
  };
};

/** The box that bounds say: a pair for each unknown, with the structure of the start, or one pair for a whole array. */
export const boxOf = (b: ArrayBuilder, unknowns: Unknowns, start: Value, bounds: Value): Box => ({
  lower: unknowns.like(sideOf(b, start, bounds, 0)),
  upper: unknowns.like(sideOf(b, start, bounds, 1)),
});
