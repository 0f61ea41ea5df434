import { add, and, at, contests, eq, ge, lt, position, sumTo, trunc, where } from "../primitives/index.ts";
import { type Atom, axisOf, type Builder, constant, encloses, joinAxes } from "../program/index.ts";
import { inside, movedBy } from "./again.ts";
import { kept } from "./kept.ts";
import { always, emit, numberOf } from "./meaning.ts";
import { type ListValue, mapNumbers, type NumberValue, type Value } from "./value.ts";

const isWhole = (k: Atom): boolean => k.dtype === "i32" || (k.kind === "const" && Number.isInteger(k.value));

/** True for the place of an extreme item, which is never counted back from the end. */
const isPlace = (b: Builder, k: Atom): boolean => {
  const primitive = b.definition(k)?.primitive;
  return primitive !== undefined && contests.has(primitive);
};

/** An index as JavaScript takes it: `[k]` wants a whole number, `at(k)` cuts the fraction and counts back below zero. */
const indexIn = (b: Builder, k: Atom, length: Atom, wraps: boolean): { readonly index: Atom; readonly valid: Atom } => {
  const whole = isWhole(k) ? k : emit(b, trunc, k);
  if (!wraps || isPlace(b, whole)) return { index: whole, valid: whole === k ? always : emit(b, eq, whole, k) };
  const index = emit(b, where, emit(b, lt, whole, constant(0)), emit(b, add, length, whole), whole);
  return { index, valid: always };
};

/**
 * A list inside item `index` of another one, as the list of all that is inside its items under the condition that it is
 * this item; empty where `there` does not hold.
 */
const listInside = (b: Builder, list: ListValue, index: Atom, there: Atom, inner: ListValue): ListValue => {
  const place = joinAxes(joinAxes(list.owner, axisOf(index)), axisOf(there));
  const isHere = encloses(place, list.owner) || place === null;
  if (encloses(inner.owner, list.owner)) return kept(b, isHere ? inner : inside(b, inner, place), there);
  const moved = isHere ? undefined : movedBy(b, list, place);
  const [axis, owner, of] = moved ? [moved.axis, place, moved.value(inner)] : [list.axis, list.owner, inner];
  const k = b.emit(position, [], { axis, owner });
  const chosen = kept(b, { ...list, axis, owner }, emit(b, and, there, emit(b, eq, k, index))).axis;
  const within = movedBy(b, of, chosen);
  return {
    kind: "list",
    axis: within.axis,
    owner,
    get item() {
      return within.value(of.item);
    },
    length: () => sumTo(b, of.length(), chosen, owner),
  };
};

/** Item `index` of a list, a whole number; missing, and empty where it is a list, unless `there` holds. */
export const itemWhere = (b: Builder, list: ListValue, index: Atom, there: Atom): Value => {
  const settings = { axis: list.axis, owner: list.owner };
  const taken = (atom: Atom): Atom => (axisOf(atom) === null ? atom : b.emit(at, [atom, index], settings));
  const present = (atom: Atom): Atom => emit(b, and, there, taken(atom));
  return mapNumbers(
    list.item,
    (value) => numberOf(taken(value.atom), present(value.present)),
    present,
    (inner) => listInside(b, list, index, there, inner),
  );
};

/** Item `k` of a list; missing past the ends, and where the index is missing. */
export const itemAt = (b: Builder, list: ListValue, k: NumberValue, wraps: boolean): Value => {
  const length = list.length();
  const { index, valid } = indexIn(b, k.atom, length, wraps);
  const within = emit(b, and, emit(b, ge, index, constant(0)), emit(b, lt, index, length));
  return itemWhere(b, list, index, emit(b, and, emit(b, and, k.present, valid), within));
};

/** Item number `k`, a constant. */
export const itemNumber = (b: Builder, list: ListValue, k: number): Value =>
  itemAt(b, list, numberOf(constant(k, "i32")), k < 0);
