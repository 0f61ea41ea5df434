import { type List, listOfItems, pastOf } from "../columns/index.ts";
import { fail } from "../errors.ts";
import { and, div, fewCombinations, gt, mul, position, sub } from "../primitives/index.ts";
import { type Atom, type Builder, chainOf, constant, encloses, isCondition } from "../program/index.ts";
import { inside } from "./again.ts";
import { intrinsic, listIn } from "./intrinsic.ts";
import { kept } from "./kept.ts";
import { always, emit } from "./meaning.ts";
import type { ListValue, Value } from "./value.ts";

/** How many combinations an event may have. */
export interface CombinationOptions {
  readonly most?: number;
}

const mostCombinations = 1_000_000;

const checked = (count: number, most: number): void => {
  if (count > most) fewCombinations(count, most, Number.NaN);
};

const isFew = (b: Builder, list: ListValue, count: Atom, options: Value | undefined): Atom => {
  const events = chainOf(list.axis).find(({ extent }) => extent.kind === "events");
  const given = options?.kind === "record" ? options.get("most") : undefined;
  if (given && (given.kind !== "number" || given.atom.kind !== "const"))
    throw fail("E_PARAMETER", { what: "the most combinations of an event is a constant", cure: "{ most: 1e7 }" });
  const most = given?.kind === "number" ? given.atom : constant(mostCombinations);
  return events ? emit(b, fewCombinations, count, most, b.input({ kind: "event" }, "i32", events)) : always;
};

/** A number that grows along a list: that of an item before conditions, which needs no counting. */
const numberOf = (b: Builder, { axis, owner }: ListValue): Atom => {
  let whole = axis;
  while (isCondition(whole) && whole.onto.parent && whole.onto.parent !== owner) whole = whole.onto.parent;
  return b.emit(position, [], { axis: whole, owner });
};

/** A loop over a list inside the innermost loop of another one. */
const within = (b: Builder, outer: ListValue, list: ListValue): ListValue => {
  if (encloses(list.owner, outer.axis)) return inside(b, list, outer.axis);
  throw fail("E_SHAPE", { what: "the lists of a product belong to different items", cure: "take both from one item" });
};

const tuples = ({ owner }: ListValue, innermost: ListValue, items: readonly Value[], count: Atom): ListValue => ({
  kind: "list",
  axis: innermost.axis,
  owner,
  item: { kind: "tuple", items },
  length: () => count,
});

const combined = (b: Builder, list: ListValue, size: 2 | 3, options: Value | undefined): ListValue => {
  const n = list.length();
  const less = (k: number): Atom => emit(b, sub, n, constant(k));
  const pairs = emit(b, div, emit(b, mul, n, less(1)), constant(2));
  const count = size === 2 ? pairs : emit(b, div, emit(b, mul, pairs, less(2)), constant(3));
  const few = isFew(b, list, count, options);
  const second = within(b, list, list);
  const isAfter = emit(b, gt, numberOf(b, second), numberOf(b, list));
  const two = kept(b, second, emit(b, and, few, isAfter));
  if (size === 2) return tuples(list, two, [list.item, second.item], count);
  const third = within(b, two, list);
  const three = kept(b, third, emit(b, gt, numberOf(b, third), numberOf(b, second)));
  return tuples(list, three, [list.item, second.item, third.item], count);
};

export interface Combinations {
  <T>(list: Iterable<T>, size: 2, options?: CombinationOptions): List<readonly [T, T]>;
  <T>(list: Iterable<T>, size: 3, options?: CombinationOptions): List<readonly [T, T, T]>;
}

const sizeOf = (size: unknown): 2 | 3 => {
  if (size === 2 || size === 3) return size;
  throw fail("E_PARAMETER", {
    what: "combinations are of 2 or of 3 items",
    cure: "combinations(list, 2), combinations(list, 3)",
  });
};

const arrays = (rows: readonly (readonly unknown[])[], pasts: readonly unknown[]): never =>
  listOfItems(rows, pasts) as never;

const productOf = (lists: readonly (readonly unknown[])[]): readonly (readonly unknown[])[] =>
  lists.reduce<readonly (readonly unknown[])[]>(
    (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
    [[]],
  );

/**
 * The pairs or triples of different items of a list, each once, as arrays in the order of the list: `i < j < k`, the last
 * number running fastest. An event that is read may have a million of them, or `most`, whether a filter drops it or not.
 * @throws E_LIMIT with the number of the event, for more; E_PARAMETER for another size
 * @example
 * combinations(ev.muon, 2).filter(([a, b]) => a.charge !== b.charge).map(([a, b]) => mass(a, b));
 */
export const combinations: Combinations = intrinsic(
  (list: Iterable<unknown>, size: 2 | 3, { most = mostCombinations }: CombinationOptions = {}): never => {
    const items = [...list];
    const n = items.length;
    checked(sizeOf(size) === 2 ? (n * (n - 1)) / 2 : (n * (n - 1) * (n - 2)) / 6, most);
    const pairs = items.flatMap((a, i) => items.slice(i + 1).map((b, j) => ({ row: [a, b], next: i + j + 2 })));
    const rows = pairs.flatMap(({ row, next }) => (size === 2 ? [row] : items.slice(next).map((c) => [...row, c])));
    return arrays(
      rows,
      Array.from({ length: size }, () => pastOf(list)),
    );
  },
  (b, [given, size, options]) => {
    const k = size?.kind === "number" && size.atom.kind === "const" ? size.atom.value : undefined;
    return combined(b, listIn(b, "combinations", given), sizeOf(k), options);
  },
);

export interface Cartesian {
  <A, B>(a: Iterable<A>, b: Iterable<B>, options?: CombinationOptions): List<readonly [A, B]>;
  <A, B, C>(a: Iterable<A>, b: Iterable<B>, c: Iterable<C>, options?: CombinationOptions): List<readonly [A, B, C]>;
}

const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof value === "object" && value !== null && Symbol.iterator in value;

/**
 * Every item of one list with every item of another, or of two others, as arrays: the last list runs fastest. An event may
 * have a million of them, or `most`.
 * @throws E_LIMIT with the number of the event, for more
 * @example
 * cartesian(ev.muon, ev.jet).every(([m, j]) => deltaR(m, j) > 0.4);
 */
export const cartesian: Cartesian = intrinsic(
  (...inputs: readonly unknown[]): never => {
    const lists = inputs.filter(isIterable);
    const { most = mostCombinations } = (inputs[lists.length] ?? {}) as CombinationOptions;
    const items = lists.map((list) => [...list]);
    checked(
      items.reduce((n, { length }) => n * length, 1),
      most,
    );
    return arrays(productOf(items), lists.map(pastOf));
  },
  (b, inputs) => {
    const options = inputs.at(-1)?.kind === "record" ? inputs.at(-1) : undefined;
    const given = options ? inputs.slice(0, -1) : inputs;
    if (given.length !== 2 && given.length !== 3)
      throw fail("E_PARAMETER", { what: "a product is of 2 or of 3 lists", cure: "cartesian(ev.muon, ev.jet)" });
    const [first, ...others] = given.map((value) => listIn(b, "cartesian", value));
    if (!first) return { kind: "missing" };
    const count = others.reduce((n, list) => emit(b, mul, n, list.length()), first.length());
    const items: Value[] = [first.item];
    const innermost = others.reduce(
      (outer, list) => {
        const inner = within(b, outer, list);
        items.push(inner.item);
        return inner;
      },
      kept(b, first, isFew(b, first, count, options)),
    );
    return tuples(first, innermost, items, count);
  },
);
