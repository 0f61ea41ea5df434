import { fail } from "../errors.ts";
import {
  add,
  allOf,
  and,
  anyOf,
  ge,
  isMissingNumber,
  lt,
  not,
  or,
  position,
  sumTo,
  take,
  where,
} from "../primitives/index.ts";
import { type Atom, type Axis, axisOf, type Builder, constant } from "../program/index.ts";
import { again } from "./again.ts";
import { joined } from "./choose.ts";
import { reduceList } from "./folds.ts";
import { itemAt, itemNumber, itemWhere } from "./item-at.ts";
import { callback, indexOf, ofEach, overItems } from "./items.ts";
import { kept } from "./kept.ts";
import { always, asNumber, emit, numberOf, operate, truth } from "./meaning.ts";
import { placeOf } from "./places.ts";
import { describe, type ListValue, mapNumbers, missing, type TupleValue, type Value } from "./value.ts";

const tested = (b: Builder, list: ListValue, test: Value | undefined): Atom =>
  truth(b, ofEach(b, list, callback(test)));

/** The list in the order of a key on its axis. */
export const inOrderOf = (b: Builder, list: ListValue, key: Atom, descending: boolean): ListValue => {
  const onto = { of: list.axis, ...(list.owner ? { parent: list.owner } : {}) };
  const axis: Axis = b.axis(`${list.axis.name}|sorted`, { kind: "sorted", key, descending }, onto);
  const { origin } = b;
  const taken = (x: Atom): Atom => (axisOf(x) === null ? x : b.from(origin, () => b.emit(take, [x], { axis })));
  const item = (): Value =>
    mapNumbers(
      list.item,
      ({ atom, present }) => numberOf(taken(atom), taken(present)),
      taken,
      (inner) => {
        const place = b.emit(position, [], { axis: list.axis, owner: list.owner });
        const item = itemWhere(b, { ...list, item: inner }, b.emit(take, [place], { axis }), always);
        return item.kind === "list" ? item : inner;
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

/** True for each item that `===` finds equal to a value; for NaN too, as `includes` has it. */
const isItem = (b: Builder, list: ListValue, wanted: Value, findsNaN: boolean): Atom => {
  const { item } = list;
  const equal = truth(b, operate(b, "===", item, wanted) ?? missing);
  const isFloat = (value: Value): boolean => value.kind === "number" && value.atom.dtype === "f64";
  if (!findsNaN || !isFloat(item) || !isFloat(wanted)) return equal;
  const [x, y] = [asNumber(b, item), asNumber(b, wanted)];
  const areNaN = emit(b, and, emit(b, isMissingNumber, x.atom), emit(b, isMissingNumber, y.atom));
  return emit(b, or, equal, emit(b, and, emit(b, and, x.present, y.present), areNaN));
};

const numberedOr = (b: Builder, { atom, present }: { readonly atom: Atom; readonly present: Atom }): Value =>
  numberOf(emit(b, where, present, atom, constant(-1)));

const reversed = (b: Builder, list: ListValue): ListValue =>
  inOrderOf(b, list, b.emit(position, [], { axis: list.axis, owner: list.owner }), true);

const flattened = (b: Builder, list: ListValue, of: Value): ListValue => {
  const inner = of.kind === "list" ? b.inside(list.axis, () => again(b, of)) : of;
  if (inner.kind !== "list" || inner.owner !== list.axis)
    throw fail("E_LAMBDA", { what: "flatMap needs a list of each item", cure: "list.flatMap((item) => item.parts)" });
  return { ...inner, owner: list.owner, length: () => sumTo(b, inner.length(), list.axis, list.owner) };
};

/** The methods of a jagged list; `toSorted` reads the text of its comparison and stands with the language. */
export const listMethods: Readonly<Record<string, Method>> = {
  map: (b, list, [f]) => ({ ...list, item: ofEach(b, list, callback(f)) }),
  filter: (b, list, [f]) => kept(b, list, tested(b, list, f)),
  find: (b, list, [f]) => itemNumber(b, kept(b, list, tested(b, list, f)), 0),
  some: (b, list, [f]) => numberOf(overItems(b, anyOf, tested(b, list, f), list)),
  every: (b, list, [f]) => numberOf(overItems(b, allOf, tested(b, list, f), list)),
  at: (b, list, [k = numberOf(constant(0, "i32"))]) => itemAt(b, list, asNumber(b, k), true),
  findLast: (b, list, [f]) => itemNumber(b, kept(b, list, tested(b, list, f)), -1),
  findIndex: (b, list, [f]) => numberedOr(b, placeOf(b, list, tested(b, list, f), "first")),
  findLastIndex: (b, list, [f]) => numberedOr(b, placeOf(b, list, tested(b, list, f), "last")),
  indexOf: (b, list, [wanted = missing]) => numberedOr(b, placeOf(b, list, isItem(b, list, wanted, false), "first")),
  lastIndexOf: (b, list, [wanted = missing]) => numberedOr(b, placeOf(b, list, isItem(b, list, wanted, false), "last")),
  flatMap: (b, list, [f]) => flattened(b, list, ofEach(b, list, callback(f))),
  flat: (b, list) => flattened(b, list, list.item),
  entries: (b, list) => ({ ...list, item: { kind: "tuple", items: [indexOf(b, list), list.item] } }),
  toReversed: reversed,
  reverse: reversed,
  concat: (b, list, others) =>
    others.reduce<ListValue>((all, other) => {
      if (other.kind === "list") return joined(b, all, again(b, other));
      throw fail("E_LAMBDA", { what: `concat needs lists, found ${describe(other)}`, cure: "a.concat(b)" });
    }, list),
  includes: (b, list, [wanted = missing]) => numberOf(overItems(b, anyOf, isItem(b, list, wanted, true), list)),
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
