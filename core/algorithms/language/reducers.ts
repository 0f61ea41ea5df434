import {
  type ArrayValue,
  asNumber,
  emit,
  type FunctionValue,
  missing,
  numberOf,
  type TupleValue,
  truth,
  type Value,
} from "../../lambda/index.ts";
import {
  add,
  and,
  div,
  eq,
  gt,
  isMissingNumber,
  lt,
  max,
  min,
  mul,
  not,
  or,
  sqrt,
  sub,
  where,
} from "../../primitives/index.ts";
import { type Atom, constant, type ElementwisePrimitive } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { eachTurn } from "./arrays.ts";
import { isWithin } from "./bounds.ts";
import { overTurns } from "./states.ts";
import { sumFrom } from "./sum.ts";
import { itemOfTuple } from "./tuples.ts";
import { isShort } from "./unrolling.ts";

type Reducer = (b: ArrayBuilder, array: ArrayValue, key: FunctionValue | undefined) => Value;

const isFew = (length: Atom): boolean => isShort(length, undefined);

const total = (b: ArrayBuilder, { length, item }: ArrayValue, f: (x: Atom) => Atom = (x) => x): Atom => {
  const number = (k: Atom): Atom => f(asNumber(b, item(k, false)).atom);
  if (isFew(length) && length.kind === "const")
    return Array.from({ length: Number(length.value) }, (_, k) => number(constant(k, "i32"))).reduce<Atom>(
      (sum, x) => emit(b, add, sum, x),
      constant(0),
    );
  const sum = sumFrom(b, constant(0));
  b.loop(length, [], (turn) => {
    eachTurn(b, length, turn);
    sum.value.add(numberOf(number(turn)));
    return { carried: [], collected: [] };
  });
  return asNumber(b, sum.total()).atom;
};

const folded = (
  b: ArrayBuilder,
  { length, item }: ArrayValue,
  start: Atom,
  step: (before: Atom, item: Value) => Atom,
): Atom => {
  if (isFew(length) && length.kind === "const")
    return Array.from({ length: Number(length.value) }).reduce<Atom>(
      (before, _, k) => step(before, item(constant(k, "i32"), false)),
      start,
    );
  const { state } = overTurns(b, length, numberOf(start), (turn, before) => ({
    state: numberOf(step(before.kind === "number" ? before.atom : start, item(turn, false))),
  }));
  return state.kind === "number" ? state.atom : start;
};

const ifAny = (b: ArrayBuilder, { length }: ArrayValue, x: Atom): Atom =>
  isWithin(b, constant(0, "i32"), length)
    ? x
    : emit(b, where, emit(b, gt, length, constant(0)), x, constant(Number.NaN));

const extreme =
  (pick: { readonly primitive: ElementwisePrimitive }, start: number) =>
  (b: ArrayBuilder, array: ArrayValue): Atom =>
    folded(b, array, constant(start), (before, item) => emit(b, pick, before, asNumber(b, item).atom));

const largest = extreme(max, Number.NEGATIVE_INFINITY);
const smallest = extreme(min, Number.POSITIVE_INFINITY);

const number =
  (f: (b: ArrayBuilder, array: ArrayValue) => Atom): Reducer =>
  (b, array) =>
    numberOf(f(b, array));

const mean = (b: ArrayBuilder, array: ArrayValue): Atom => emit(b, div, total(b, array), array.length);

/** The number of the first item whose key beats the others, the first NaN if there is one; NaN for no items. */
const placeOfExtreme =
  (beats: { readonly primitive: ElementwisePrimitive }): Reducer =>
  (b, array, key) => {
    const { length, item } = array;
    const none = numberOf(constant(Number.NaN));
    const start: Value = { kind: "tuple", items: [none, none] };
    const { state } = overTurns(b, length, start, (turn, before) => {
      const [place = none, best = none] = before.kind === "tuple" ? before.items : [];
      const each = item(turn, false);
      const now = asNumber(b, key ? key.call([each, numberOf(turn)]) : each);
      const [most, isFirst] = [asNumber(b, best).atom, emit(b, eq, turn, constant(0))];
      const isBroken = emit(b, isMissingNumber, most);
      const better = emit(b, or, emit(b, beats, now.atom, most), emit(b, isMissingNumber, now.atom));
      const isBest = emit(b, or, isFirst, emit(b, and, emit(b, not, isBroken), better));
      const next = (x: Atom, y: Value): Value => numberOf(emit(b, where, isBest, x, asNumber(b, y).atom));
      return { state: { kind: "tuple", items: [next(turn, place), next(now.atom, best)] } };
    });
    return state.kind === "tuple" ? (state.items[0] ?? none) : none;
  };

/** `sum`, `max` and the like, and `Math.max(...x)`. */
export const arrayReducers: Readonly<Record<string, Reducer>> = {
  sum: number(total),
  mean: number((b, array) => ifAny(b, array, mean(b, array))),
  std: number((b, array) => {
    const center = mean(b, array);
    const squares = total(b, array, (x) => {
      const away = emit(b, sub, x, center);
      return emit(b, mul, away, away);
    });
    return ifAny(b, array, emit(b, sqrt, emit(b, div, squares, array.length)));
  }),
  prod: number((b, array) =>
    folded(b, array, constant(1), (before, item) => emit(b, mul, before, asNumber(b, item).atom)),
  ),
  max: number((b, array) => ifAny(b, array, largest(b, array))),
  min: number((b, array) => ifAny(b, array, smallest(b, array))),
  "Math.max": number(largest),
  "Math.min": number(smallest),
  count: (_b, array) => numberOf(array.length),
  argmax: placeOfExtreme(gt),
  argmin: placeOfExtreme(lt),
  any: number((b, array) => folded(b, array, constant(false), (before, item) => emit(b, or, before, truth(b, item)))),
  all: number((b, array) => folded(b, array, constant(true), (before, item) => emit(b, and, before, truth(b, item)))),
};

/** The items of an array written out as those of any other, for who goes through them in order. */
export const inOrder = (b: ArrayBuilder, tuple: TupleValue): ArrayValue => ({
  kind: "array",
  length: constant(tuple.items.length, "i32"),
  item: (k) => (k.kind === "const" ? tuple.items[Number(k.value)] : itemOfTuple(b, tuple, k)) ?? missing,
});
