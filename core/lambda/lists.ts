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
  max,
  maxOf,
  min,
  minOf,
  not,
  position,
  sub,
  sumTo,
  take,
  where,
} from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  type Builder,
  constant,
  isConstant,
  joinAxes,
  type StructuralPrimitive,
} from "../program/index.ts";
import { always, asNumber, emit, itemAt, lengthOfList, numberOf, truth } from "./meaning.ts";
import {
  describe,
  type FunctionValue,
  type ListValue,
  mapNumbers,
  missing,
  type TupleValue,
  type Value,
} from "./value.ts";

const callback = (value: Value | undefined): FunctionValue => {
  if (value?.kind === "function") return value;
  throw fail("E_TYPE", { what: `a function is needed here, found ${value ? describe(value) : "nothing"}` });
};

const indexOf = (b: Builder, { axis, owner }: ListValue): Value => numberOf(b.emit(position, [], { axis, owner }));

/** The list of the elements for which a condition, a truth value on the list's axis, holds. */
export const kept = (b: Builder, list: ListValue, condition: Atom): ListValue => {
  if (isConstant(condition, true)) return list;
  const axis = b.axis(`${list.axis.name}|where`, { kind: "where", mask: condition }, { parent: list.axis });
  return { kind: "list", axis, owner: list.owner, item: list.item, length: () => lengthOfList(b, axis, list.owner) };
};

const overItems = (b: Builder, reducer: StructuralPrimitive, x: Atom, { axis, owner }: ListValue): Atom =>
  b.emit(reducer, [x], { from: axis, to: owner });

const tested = (b: Builder, list: ListValue, test: Value | undefined): Atom =>
  truth(b, callback(test).call([list.item, indexOf(b, list)]));

/** Every item has its number. */
const allPresent = (b: Builder, present: Atom, list: ListValue): Atom =>
  isConstant(present, true) ? always : overItems(b, allOf, present, list);

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

interface Fold {
  readonly reducer: "sum" | "max" | "min";
  readonly term: Atom;
}

const uses = (b: Builder, x: Atom, accumulator: Atom): boolean =>
  x === accumulator || (b.definition(x)?.inputs.some((input) => uses(b, input, accumulator)) ?? false);

/** What one step of a reduction does to its accumulator, if it is a sum or an extremum. */
const foldOf = (b: Builder, body: Atom, accumulator: Atom): Fold | undefined => {
  if (body === accumulator) return { reducer: "sum", term: constant(0) };
  const made = b.definition(body);
  const [x, y, z] = made?.inputs ?? [];
  if (!made || !x || !y) return undefined;
  const inside = (side: Atom): boolean => uses(b, side, accumulator);
  const step = (side: Atom, combine: (term: Atom) => Atom): Fold | undefined => {
    const fold = foldOf(b, side, accumulator);
    return fold?.reducer === "sum" ? { reducer: "sum", term: combine(fold.term) } : undefined;
  };
  const plus = (term: Atom, other: Atom): Atom => (isConstant(term, 0) ? other : emit(b, add, term, other));
  if (made.primitive === add.primitive && inside(x) !== inside(y))
    return inside(x) ? step(x, (term) => plus(term, y)) : step(y, (term) => plus(term, x));
  if (made.primitive === sub.primitive && inside(x) && !inside(y)) return step(x, (term) => emit(b, sub, term, y));
  if (made.primitive === where.primitive && z && !inside(x)) {
    const [yes, no] = [foldOf(b, y, accumulator), foldOf(b, z, accumulator)];
    if (yes?.reducer === "sum" && no?.reducer === "sum")
      return { reducer: "sum", term: emit(b, where, x, yes.term, no.term) };
  }
  for (const [primitive, reducer] of [
    [max.primitive, "max"],
    [min.primitive, "min"],
  ] as const)
    if (made.primitive === primitive && (x === accumulator) !== (y === accumulator) && !(inside(x) && inside(y)))
      return { reducer, term: x === accumulator ? y : x };
  return undefined;
};

const finish = (b: Builder, fold: Fold, start: Atom, list: ListValue): Atom => {
  const place = joinAxes(list.axis, axisOf(fold.term));
  if (place !== list.axis) throw fail("E_LAMBDA", { what: "a reduction may not loop over another list inside" });
  if (fold.reducer === "sum") {
    const sum = sumTo(b, fold.term, list.axis, list.owner);
    return isConstant(start, 0) ? sum : emit(b, add, start, sum);
  }
  const [reducer, pick] = fold.reducer === "max" ? ([maxOf, max] as const) : ([minOf, min] as const);
  return emit(b, pick, start, overItems(b, reducer, fold.term, list));
};

let accumulators = 0;

const reduceList = (b: Builder, list: ListValue, f: FunctionValue, initial: Value | undefined): Value => {
  if (!initial) throw fail("E_LAMBDA", { what: "reduce needs a start value", cure: "list.reduce((s, x) => s + x, 0)" });
  const one = (start: Value, read: (result: Value) => Value | undefined, accumulator: Value): Value => {
    const result = read(f.call([accumulator, list.item, indexOf(b, list)]));
    const mark = asNumber(b, accumulator).atom;
    const { atom, present } = asNumber(b, result ?? missing);
    const fold = foldOf(b, atom, mark);
    if (!fold || uses(b, present, mark))
      throw fail("E_LAMBDA", {
        what: "this reduction is neither a sum nor an extremum",
        cure: "reduce with `s + x`, `Math.max(s, x)` or `Math.min(s, x)`",
      });
    return numberOf(finish(b, fold, asNumber(b, start).atom, list), allPresent(b, present, list));
  };
  const fresh = (): Value =>
    numberOf(b.input({ kind: "given", name: `accumulator ${++accumulators}` }, "f64", list.axis));
  if (initial.kind !== "record") return one(initial, (result) => result, fresh());
  const marks = new Map(initial.names.map((name) => [name, fresh()]));
  const accumulator: Value = { kind: "record", names: initial.names, get: (name) => marks.get(name) };
  const result = f.call([accumulator, list.item, indexOf(b, list)]);
  if (result.kind !== "record") throw fail("E_TYPE", { what: "reduce must return what it starts with: an object" });
  return {
    kind: "record",
    names: initial.names,
    get: (name) => {
      const [start, mark] = [initial.get(name), marks.get(name)];
      return start && mark && one(start, () => result.get(name), mark);
    },
  };
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
  map: (b, list, [f]) => ({ ...list, item: callback(f).call([list.item, indexOf(b, list)]) }),
  filter: (b, list, [f]) => kept(b, list, tested(b, list, f)),
  find: (b, list, [f]) => itemAt(b, kept(b, list, tested(b, list, f)), constant(0, "i32"), false),
  some: (b, list, [f]) => numberOf(overItems(b, anyOf, tested(b, list, f), list)),
  every: (b, list, [f]) => numberOf(overItems(b, allOf, tested(b, list, f), list)),
  at: (b, list, [k]) => itemAt(b, list, asNumber(b, k ?? missing).atom, true),
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
  reduce: (_b, { items }, [f, initial]) =>
    items.reduce((value, item, i) => callback(f).call([value, item, numberOf(constant(i))]), initial ?? missing),
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
