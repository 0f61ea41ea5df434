import { anyOf, gt, maxOf, minOf, position, where } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type StructuralPrimitive } from "../program/index.ts";
import { overItems } from "./items.ts";
import { asNumber, emit, numberOf } from "./meaning.ts";
import type { ListValue, NumberValue, Value } from "./value.ts";

/** The number of the first or the last item for which a condition holds; missing where it holds for none. */
export const placeOf = (b: Builder, list: ListValue, holds: Atom, which: "first" | "last"): NumberValue => {
  const k = b.emit(position, [], { axis: list.axis, owner: list.owner });
  const [reducer, none] = which === "first" ? ([minOf, Number.POSITIVE_INFINITY] as const) : ([maxOf, -1] as const);
  const place = overItems(b, reducer, emit(b, where, holds, k, constant(none)), list);
  return numberOf(place, overItems(b, anyOf, holds, list));
};

/**
 * The number of the first item whose key is the extreme of all; that of the first NaN or missing key if there is one.
 * @param noise - the standard deviation of the noise that a relaxed meaning puts on each key; 0 for none
 */
export const placeOfExtreme = (
  b: Builder,
  list: ListValue,
  key: Value,
  primitive: StructuralPrimitive,
  noise: number,
): NumberValue => {
  const { atom, present } = asNumber(b, key);
  const x = emit(b, where, present, atom, constant(Number.NaN));
  const place = b.emit(primitive, [x], { from: list.axis, to: list.owner, ...(noise > 0 && { noise }) });
  return numberOf(place, emit(b, gt, list.length(), constant(0)));
};
