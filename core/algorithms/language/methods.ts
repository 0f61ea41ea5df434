import { fail } from "../../errors.ts";
import {
  type ArrayValue,
  asNumber,
  describe,
  emit,
  type FunctionValue,
  missing,
  numberOf,
  type TupleValue,
  truth,
  type Value,
} from "../../lambda/index.ts";
import { add, and, lt, max, min, or, sub, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isStored, lazy, store } from "./arrays.ts";
import { isSize, isWhole, isWithin } from "./bounds.ts";
import { branch } from "./branch.ts";
import { notNegative } from "./counted.ts";
import { reduced } from "./folding.ts";
import { overTurns } from "./states.ts";
import { arrayFrom } from "./tuples.ts";
import { isShort } from "./unrolling.ts";

/** The function that a method was given. */
export const callback = (value: Value | undefined): FunctionValue => {
  if (value?.kind === "function") return value;
  throw fail("E_TYPE", { what: `a function is needed here, found ${value ? describe(value) : "nothing"}` });
};

/** What a function makes of the items, written out where they are few. */
export const mapped = (length: Atom, item: ArrayValue["item"], f: FunctionValue, ...rest: readonly Value[]): Value => {
  const call = (k: Atom, checked: boolean): Value => f.call([item(k, checked), numberOf(k), ...rest]);
  if (!isShort(length, f.written?.node)) return lazy(length, call);
  return {
    kind: "tuple",
    items: Array.from({ length: Number(length.kind === "const" ? length.value : 0) }, (_, k) =>
      call(constant(k, "i32"), false),
    ),
  };
};

/** An index as `slice` takes it: counted from the end below 0, and no further than the ends. */
const placeIn = (b: ArrayBuilder, index: Atom, length: Atom): Atom => {
  if (index.kind === "const" && Number(index.value) < 0) return notNegative(b, emit(b, add, length, index));
  if (isSize(b, index))
    return isWithin(b, index, emit(b, add, length, constant(1))) ? index : emit(b, min, index, length);
  const fromEnd = emit(b, max, emit(b, add, length, index), constant(0));
  return emit(b, where, emit(b, lt, index, constant(0)), fromEnd, emit(b, min, index, length));
};

const sliced = (b: ArrayBuilder, { length, item }: ArrayValue, [from, to]: readonly Value[]): ArrayValue => {
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

const at = (b: ArrayBuilder, array: ArrayValue, index: Value): Value => {
  const { atom } = asNumber(b, index);
  const k =
    atom.kind === "const"
      ? Number(atom.value) < 0
        ? emit(b, add, array.length, atom)
        : atom
      : emit(b, where, emit(b, lt, atom, constant(0)), emit(b, add, array.length, atom), atom);
  return itemOf(b, array, k);
};

/** Item `k` of an array; NaN, or missing where the index is a constant, past the ends. */
export const itemOf = (b: ArrayBuilder, array: ArrayValue, k: Atom): Value => {
  const { length } = array;
  if (k.kind === "const" && (Number(k.value) < 0 || !Number.isInteger(k.value))) return missing;
  if (k.kind === "const" && length.kind === "const" && Number(k.value) >= Number(length.value)) return missing;
  if (isWithin(b, k, length)) return array.item(k, false);
  return (isStored(array) ? array : store(b, array)).item(k, true);
};

/** Items of one array, and then those of another. */
const appended = (b: ArrayBuilder, x: ArrayValue, y: ArrayValue): ArrayValue => {
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

const tested = (b: ArrayBuilder, array: ArrayValue, test: Value | undefined, isAll: boolean): Value => {
  const f = callback(test);
  const start = numberOf(constant(isAll));
  return overTurns(b, array.length, start, (turn, state) => {
    const holds = truth(b, f.call([array.item(turn, false), numberOf(turn), array]));
    return { state: numberOf(emit(b, isAll ? and : or, truth(b, state), holds)) };
  }).state;
};

const refused = (what: string, cure: string) => (): Value => {
  throw fail("E_LAMBDA", { what, cure });
};

const inPlace = (name: string) =>
  refused(`${name} changes an array, and arrays never change`, "make a new one: x.map((v, i) => ...)");
const ofSomeLength = (name: string) =>
  refused(
    `the length of what ${name} gives is known only when it is made`,
    "put the condition into the sum: x.reduce((s, v) => v > 0 ? s + v : s, 0)",
  );

type Method = (b: ArrayBuilder, array: ArrayValue, inputs: readonly Value[]) => Value;

/** The methods of an array. */
export const arrayMethods: Readonly<Record<string, Method>> = {
  map: (_b, array, [f]) => mapped(array.length, array.item, callback(f), array),
  reduce: (b, array, [f, start]) => reduced(b, array, callback(f), start),
  slice: (b, array, inputs) => sliced(b, array, inputs),
  at: (b, array, [k = missing]) => at(b, array, k),
  concat: (b, array, others) =>
    others.reduce<ArrayValue>((all, other) => {
      if (other.kind === "array" || other.kind === "tuple") return appended(b, all, asArray(b, other));
      return appended(b, all, arrayFrom(b, { kind: "tuple", items: [other] }));
    }, array),
  some: (b, array, [f]) => tested(b, array, f, false),
  every: (b, array, [f]) => tested(b, array, f, true),
  fill: (_b, { length }, [value = missing]) => lazy(length, () => value),
  toReversed: (b, { length, item }) =>
    lazy(length, (k, checked) => item(emit(b, sub, emit(b, sub, length, constant(1)), k), checked)),
  entries: (_b, { length, item }) =>
    lazy(length, (k, checked) => ({ kind: "tuple", items: [numberOf(k), item(k, checked)] })),
  keys: (_b, { length }) => lazy(length, (k) => numberOf(k)),
  values: (_b, array) => array,
  filter: ofSomeLength("filter"),
  flatMap: ofSomeLength("flatMap"),
  flat: ofSomeLength("flat"),
  push: inPlace("push"),
  pop: inPlace("pop"),
  shift: inPlace("shift"),
  unshift: inPlace("unshift"),
  splice: inPlace("splice"),
  reverse: inPlace("reverse"),
  sort: inPlace("sort"),
  toSorted: refused("a sort has no meaning in a function of arrays", "take extremes by Math.max and Math.min"),
  forEach: refused("forEach does nothing here", "for (const v of x) s += v; or x.reduce((s, v) => s + v, 0)"),
};

/** The methods of an array written out that give one, too. */
export const tupleMethodsHere: Readonly<
  Record<string, (b: ArrayBuilder, tuple: TupleValue, inputs: readonly Value[]) => Value>
> = {
  slice: (b, tuple, inputs) => {
    const bounds = inputs.map((input) => asNumber(b, input).atom);
    const isKnown = bounds.every((bound) => bound.kind === "const");
    const [from, to] = bounds.map((bound) => (bound.kind === "const" ? Number(bound.value) : undefined));
    return isKnown ? { kind: "tuple", items: tuple.items.slice(from, to) } : sliced(b, arrayFrom(b, tuple), inputs);
  },
  concat: (b, tuple, others) => {
    if (others.every(({ kind }) => kind !== "array"))
      return {
        kind: "tuple",
        items: [...tuple.items, ...others.flatMap((other) => (other.kind === "tuple" ? other.items : [other]))],
      };
    return others.reduce<ArrayValue>(
      (all, other) => appended(b, all, asArray(b, other.kind === "array" ? other : { kind: "tuple", items: [other] })),
      arrayFrom(b, tuple),
    );
  },
  fill: (_b, { items }, [value = missing]) => ({ kind: "tuple", items: items.map(() => value) }),
  toReversed: (_b, { items }) => ({ kind: "tuple", items: items.toReversed() }),
  entries: (_b, { items }) => ({
    kind: "tuple",
    items: items.map((item, k) => ({ kind: "tuple", items: [numberOf(constant(k)), item] })),
  }),
};
