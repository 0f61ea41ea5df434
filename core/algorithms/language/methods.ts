import { fail } from "../../errors.ts";
import {
  type ArrayValue,
  asNumber,
  describe,
  emit,
  type FunctionValue,
  missing,
  numberOf,
  operate,
  type TupleValue,
  truth,
  type Value,
} from "../../lambda/index.ts";
import { and, ge, lt, or, sub, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { lazy } from "./arrays.ts";
import { reduced } from "./folding.ts";
import { appended, asArray, at, itemOf, sliced } from "./slices.ts";
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

const tested = (b: ArrayBuilder, array: ArrayValue, test: Value | undefined, isAll: boolean): Value => {
  const f = callback(test);
  const start = numberOf(constant(isAll));
  return overTurns(b, array.length, start, (turn, state) => {
    const holds = truth(b, f.call([array.item(turn, false), numberOf(turn), array]));
    return { state: numberOf(emit(b, isAll ? and : or, truth(b, state), holds)) };
  }).state;
};

/** The number of the first item for which a function is true, -1 for none. */
const placeOf = (b: ArrayBuilder, array: ArrayValue, holds: (item: Value, k: Atom) => Atom): Atom => {
  const none = constant(-1);
  const { state } = overTurns(b, array.length, numberOf(none), (turn, before) => {
    const found = before.kind === "number" ? before.atom : none;
    const isFirst = emit(b, and, emit(b, lt, found, constant(0)), holds(array.item(turn, false), turn));
    return { state: numberOf(emit(b, where, isFirst, turn, found)) };
  });
  return state.kind === "number" ? state.atom : none;
};

const placeWhere = (b: ArrayBuilder, array: ArrayValue, test: Value | undefined): Atom => {
  const f = callback(test);
  return placeOf(b, array, (item, k) => truth(b, f.call([item, numberOf(k), array])));
};

const placeOfEqual = (b: ArrayBuilder, array: ArrayValue, wanted: Value): Atom =>
  placeOf(b, array, (item) => truth(b, operate(b, "===", item, wanted) ?? missing));

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
  find: (b, array, [f]) => itemOf(b, array, placeWhere(b, array, f)),
  findIndex: (b, array, [f]) => numberOf(placeWhere(b, array, f)),
  indexOf: (b, array, [wanted = missing]) => numberOf(placeOfEqual(b, array, wanted)),
  includes: (b, array, [wanted = missing]) => numberOf(emit(b, ge, placeOfEqual(b, array, wanted), constant(0))),
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
