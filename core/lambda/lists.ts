import { fail } from "../errors.ts";
import {
  add,
  allOf,
  and,
  anyOf,
  div,
  ge,
  gt,
  lt,
  maxOf,
  minOf,
  not,
  position,
  sumTo,
  take,
} from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  type Builder,
  constant,
  isConstant,
  type StructuralPrimitive,
} from "../program/index.ts";
import { again } from "./again.ts";
import { reduceList } from "./folds.ts";
import { allPresent, callback, ofEach, overItems } from "./items.ts";
import { always, asNumber, emit, itemAt, itemNumber, lengthOfList, numberOf, operate, truth } from "./meaning.ts";
import { type ListValue, mapNumbers, missing, type TupleValue, type Value } from "./value.ts";

/** The list of the elements for which a condition, a truth value on the list's axis, holds. */
export const kept = (b: Builder, list: ListValue, condition: Atom): ListValue => {
  if (isConstant(condition, true)) return list;
  const axis = b.axis(`${list.axis.name}|where`, { kind: "where", mask: condition }, { parent: list.axis });
  return { kind: "list", axis, owner: list.owner, item: list.item, length: () => lengthOfList(b, axis, list.owner) };
};

const tested = (b: Builder, list: ListValue, test: Value | undefined): Atom =>
  truth(b, ofEach(b, list, callback(test)));

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

/** Reductions of a list of numbers by name: the meaning of the scope functions `sum max min mean any all count`. */
export const listReducers: Readonly<Record<string, (b: Builder, list: ListValue) => Value>> = {
  sum: total,
  max: extreme(maxOf),
  min: extreme(minOf),
  mean,
  count: (_b, list) => numberOf(list.length()),
  any: (b, list) => numberOf(overItems(b, anyOf, truth(b, list.item), list)),
  all: (b, list) => numberOf(overItems(b, allOf, truth(b, list.item), list)),
};

/** The list in the order of a key on its axis. */
export const inOrderOf = (b: Builder, list: ListValue, key: Atom, descending: boolean): ListValue => {
  const onto = { of: list.axis, ...(list.owner ? { parent: list.owner } : {}) };
  const axis: Axis = b.axis(`${list.axis.name}|sorted`, { kind: "sorted", key, descending }, onto);
  const taken = (x: Atom): Atom => (axisOf(x) === null ? x : b.emit(take, [x], { axis }));
  const item = (): Value =>
    mapNumbers(
      list.item,
      ({ atom, present }) => numberOf(taken(atom), taken(present)),
      taken,
      () => {
        throw fail("E_LAMBDA", { what: "sorting items that hold lists is not in the language" });
      },
    );
  return {
    kind: "list",
    axis,
    owner: list.owner,
    get item() {
      return item();
    },
    length: () => list.length(),
  };
};

type Method = (b: Builder, list: ListValue, inputs: readonly Value[]) => Value;

const constantIndex = (value: Value | undefined, fallback: number): number => {
  if (!value) return fallback;
  if (value.kind === "number" && value.atom.kind === "const") return Number(value.atom.value);
  throw fail("E_LAMBDA", { what: "slice needs constant bounds" });
};

/** The methods of a jagged list; `toSorted` reads the text of its comparison and stands with the language. */
export const listMethods: Readonly<Record<string, Method>> = {
  map: (b, list, [f]) => ({ ...list, item: ofEach(b, list, callback(f)) }),
  filter: (b, list, [f]) => kept(b, list, tested(b, list, f)),
  find: (b, list, [f]) => itemNumber(b, kept(b, list, tested(b, list, f)), 0),
  some: (b, list, [f]) => numberOf(overItems(b, anyOf, tested(b, list, f), list)),
  every: (b, list, [f]) => numberOf(overItems(b, allOf, tested(b, list, f), list)),
  at: (b, list, [k = numberOf(constant(0, "i32"))]) => itemAt(b, list, asNumber(b, k), true),
  flatMap: (b, list, [f]) => {
    const of = ofEach(b, list, callback(f));
    const inner = of.kind === "list" ? b.inside(list.axis, () => again(b, of)) : of;
    if (inner.kind !== "list" || inner.owner !== list.axis)
      throw fail("E_LAMBDA", { what: "flatMap needs a list of each item", cure: "list.flatMap((item) => item.parts)" });
    return { ...inner, owner: list.owner, length: () => sumTo(b, inner.length(), list.axis, list.owner) };
  },
  includes: (b, list, [wanted]) =>
    numberOf(overItems(b, anyOf, truth(b, operate(b, "===", list.item, wanted ?? missing) ?? missing), list)),
  reduce: (b, list, [f, initial]) => reduceList(b, list, callback(f), initial),
  slice: (b, list, [first, end]) => {
    const k = b.emit(position, [], { axis: list.axis, owner: list.owner });
    const bound = (n: number): Atom => (n < 0 ? emit(b, add, list.length(), constant(n)) : constant(n));
    const from = emit(b, ge, k, bound(constantIndex(first, 0)));
    const to = constantIndex(end, Number.POSITIVE_INFINITY);
    return kept(b, list, to === Number.POSITIVE_INFINITY ? from : emit(b, and, from, emit(b, lt, k, bound(to))));
  },
};

/** The same methods on an array written out in the lambda. */
export const tupleMethods: Readonly<
  Record<string, (b: Builder, tuple: TupleValue, inputs: readonly Value[]) => Value>
> = {
  map: (_b, { items }, [f]) => ({
    kind: "tuple",
    items: items.map((item, i) => callback(f).call([item, numberOf(constant(i))])),
  }),
  at: (b, { items }, [k]) => items.at(constantIndex(k && asNumber(b, k), 0)) ?? missing,
  reduce: (_b, { items }, [f, initial]) => {
    const [first = missing, ...rest] = initial ? [initial, ...items] : items;
    const offset = items.length - rest.length;
    return rest.reduce((value, item, i) => callback(f).call([value, item, numberOf(constant(i + offset))]), first);
  },
  some: (b, { items }, [f]) =>
    numberOf(
      emit(
        b,
        not,
        items.reduce<Atom>((all, item) => emit(b, and, all, emit(b, not, truth(b, callback(f).call([item])))), always),
      ),
    ),
  every: (b, { items }, [f]) =>
    numberOf(items.reduce<Atom>((all, item) => emit(b, and, all, truth(b, callback(f).call([item]))), always)),
};
