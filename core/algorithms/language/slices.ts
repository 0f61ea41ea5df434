import { type ArrayValue, asNumber, emit, missing, type TupleValue, type Value } from "../../lambda/index.ts";
import { add, lt, max, min, sub, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isStored, lazy, store } from "./arrays.ts";
import { isSize, isWhole, isWithin } from "./bounds.ts";
import { branch } from "./branch.ts";
import { notNegative } from "./counted.ts";
import { ifInside } from "./inside.ts";
import { arrayFrom } from "./tuples.ts";

/** An index as `slice` takes it: counted from the end below 0, and no further than the ends. */
const placeIn = (b: ArrayBuilder, index: Atom, length: Atom): Atom => {
  if (index.kind === "const" && Number(index.value) < 0) return notNegative(b, emit(b, add, length, index));
  if (isSize(b, index))
    return isWithin(b, index, emit(b, add, length, constant(1))) ? index : emit(b, min, index, length);
  const fromEnd = emit(b, max, emit(b, add, length, index), constant(0));
  return emit(b, where, emit(b, lt, index, constant(0)), fromEnd, emit(b, min, index, length));
};

/** `array.slice(from, to)`. */
export const sliced = (b: ArrayBuilder, { length, item }: ArrayValue, [from, to]: readonly Value[]): ArrayValue => {
  const bound = (value: Value | undefined, otherwise: Atom): Atom =>
    value && value.kind !== "missing" ? placeIn(b, asNumber(b, value).atom, length) : otherwise;
  const first = bound(from, constant(0, "i32"));
  const size = emit(b, sub, bound(to, length), first);
  const count = isWhole(b, size) ? notNegative(b, size) : size;
  return lazy(count, (k, checked) => {
    const index = emit(b, add, k, first);
    return item(index, checked || !isWithin(b, index, length));
  });
};

/** Item `k` of an array; NaN, or missing where the index is a constant, past the ends. */
export const itemOf = (b: ArrayBuilder, array: ArrayValue, k: Atom): Value => {
  const { length } = array;
  if (k.kind === "const" && (Number(k.value) < 0 || !Number.isInteger(k.value))) return missing;
  if (k.kind === "const" && length.kind === "const" && Number(k.value) >= Number(length.value)) return missing;
  if (isWithin(b, k, length)) return array.item(k, false);
  return ifInside(b, (isStored(array) ? array : store(b, array)).item(k, true), k, length);
};

/** `array.at(k)`. */
export const at = (b: ArrayBuilder, array: ArrayValue, index: Value): Value => {
  const { atom } = asNumber(b, index);
  const k =
    atom.kind === "const"
      ? Number(atom.value) < 0
        ? emit(b, add, array.length, atom)
        : atom
      : emit(b, where, emit(b, lt, atom, constant(0)), emit(b, add, array.length, atom), atom);
  return itemOf(b, array, k);
};

/** Items of one array, and then those of another. */
export const appended = (b: ArrayBuilder, x: ArrayValue, y: ArrayValue): ArrayValue => {
  const [first, second] = [x, y].map((array) => (isStored(array) ? array : store(b, array)));
  if (!first || !second) return x;
  return lazy(emit(b, add, x.length, y.length), (k, checked) =>
    branch(
      b,
      emit(b, lt, k, x.length),
      () => first.item(k, checked || !isWithin(b, k, x.length)),
      () => {
        const index = emit(b, sub, k, x.length);
        return second.item(index, checked || !isWithin(b, index, y.length));
      },
    ),
  );
};

/** Arrays one after the other. */
export const joined = (b: ArrayBuilder, parts: readonly (ArrayValue | TupleValue)[]): Value | undefined => {
  if (parts.every(({ kind }) => kind === "tuple")) return undefined;
  return parts.map((part) => asArray(b, part)).reduce((all, part) => appended(b, all, part));
};

/** An array written out, as any other. */
export const asArray = (b: ArrayBuilder, value: ArrayValue | TupleValue): ArrayValue =>
  value.kind === "array" ? value : arrayFrom(b, value);
