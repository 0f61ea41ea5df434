import { allOf, and, anyOf, div, gt, maxOf, minOf, mul, prodOf, sqrt, sub, sumTo } from "../primitives/index.ts";
import { type Atom, type Builder, constant, type StructuralPrimitive } from "../program/index.ts";
import { allPresent, overItems } from "./items.ts";
import { applied, asNumber, emit, numberOf, truth } from "./meaning.ts";
import type { ListValue, Value } from "./value.ts";

const numbersOf = (b: Builder, list: ListValue): { readonly x: Atom; readonly there: Atom } => {
  const { atom, present } = asNumber(b, list.item);
  return { x: atom, there: allPresent(b, present, list) };
};

const nonEmpty = (b: Builder, list: ListValue): Atom => emit(b, gt, list.length(), constant(0));

const total = (b: Builder, list: ListValue): Value => {
  const { x, there } = numbersOf(b, list);
  return numberOf(sumTo(b, x, list.axis, list.owner), there);
};

const extreme =
  (reducer: StructuralPrimitive) =>
  (b: Builder, list: ListValue): Value => {
    const { x, there } = numbersOf(b, list);
    return numberOf(overItems(b, reducer, x, list), emit(b, and, nonEmpty(b, list), there));
  };

const mean = (b: Builder, list: ListValue): Value => {
  const { x, there } = numbersOf(b, list);
  return numberOf(
    emit(b, div, sumTo(b, x, list.axis, list.owner), list.length()),
    emit(b, and, nonEmpty(b, list), there),
  );
};

const std = (b: Builder, list: ListValue): Value => {
  const { x, there } = numbersOf(b, list);
  const n = list.length();
  const center = emit(b, div, sumTo(b, x, list.axis, list.owner), n);
  const off = emit(b, sub, x, center);
  const variance = emit(b, div, sumTo(b, emit(b, mul, off, off), list.axis, list.owner), n);
  const root = applied(b, sqrt, [numberOf(variance)]);
  return numberOf(root.atom, emit(b, and, nonEmpty(b, list), there));
};

const product = (b: Builder, list: ListValue): Value => {
  const { x, there } = numbersOf(b, list);
  return numberOf(overItems(b, prodOf, x, list), there);
};

/** Reductions of a list of numbers by name: the meaning of the scope functions `sum prod max min mean std any all count`. */
export const listReducers: Readonly<Record<string, (b: Builder, list: ListValue) => Value>> = {
  sum: total,
  max: extreme(maxOf),
  min: extreme(minOf),
  mean,
  std,
  prod: product,
  count: (_b, list) => numberOf(list.length()),
  any: (b, list) => numberOf(overItems(b, anyOf, truth(b, list.item), list)),
  all: (b, list) => numberOf(overItems(b, allOf, truth(b, list.item), list)),
};
