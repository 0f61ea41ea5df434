import { fail } from "../../errors.ts";
import { emit, type TupleValue, type Value } from "../../lambda/index.ts";
import { eq, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isArray, shapeOf } from "../statement.ts";
import { type Flat, leavesOf, type StoredArray, stored, withLeaves } from "./arrays.ts";
import { isWithin } from "./bounds.ts";
import { ifInside } from "./inside.ts";
import { isAlike, join, type Layout, numberLayout } from "./layout.ts";
import { dataPart, type Part, partOf } from "./parts.ts";

/** The items of an array written out, each with the same leaves; undefined where they are of different kinds. */
const alike = (
  b: ArrayBuilder,
  { items }: TupleValue,
): { readonly layout: Layout; readonly flats: readonly Flat[] } | undefined => {
  const flats = items.map((item) => leavesOf(b, item));
  const [first] = flats;
  if (!first) return { layout: numberLayout(), flats };
  const isOfNumbers = flats.every(({ layout }) => layout.kind === "number" && !layout.maybe);
  const layout = isOfNumbers ? flats.map((flat) => flat.layout).reduce((x, y) => join(b, x, y)) : first.layout;
  return isOfNumbers || flats.every((flat) => isAlike(b, flat.layout, layout)) ? { layout, flats } : undefined;
};

const gathered = (b: ArrayBuilder, leaves: readonly Atom[]): Part => {
  const numbers = leaves.flatMap((leaf) => (leaf.kind === "const" ? [Number(leaf.value)] : []));
  if (numbers.length === leaves.length) return dataPart(b, Float64Array.from(numbers), [leaves.length]);
  const inner = leaves.find(isArray);
  const into = b.accumulator([constant(leaves.length, "i32"), ...(inner ? shapeOf(inner) : [])]);
  for (const [k, leaf] of leaves.entries()) b.accumulate(into, [constant(k, "i32")], leaf);
  return partOf(b.freeze(into));
};

/**
 * An array written out, as one in memory.
 * @throws E_TYPE where its items are of different kinds
 */
export const arrayFrom = (b: ArrayBuilder, tuple: TupleValue): StoredArray => {
  const found = alike(b, tuple);
  if (!found)
    throw fail("E_TYPE", {
      what: "the items of an array are of different kinds",
      cure: "an object names parts of different kinds: { at: 0, weights: [1, 2] }",
    });
  const { layout, flats } = found;
  const count = flats[0]?.leaves.length ?? 1;
  const parts = Array.from({ length: count }, (_, leaf) =>
    gathered(
      b,
      flats.map(({ leaves }) => leaves[leaf] ?? constant(Number.NaN)),
    ),
  );
  return stored(b, constant(tuple.items.length, "i32"), layout, parts);
};

const mostChoices = 8;

/** The item of an array written out at an index that is not a constant; undefined where the items are of different kinds. */
export const itemOfTuple = (b: ArrayBuilder, tuple: TupleValue, index: Atom): Value | undefined => {
  const found = alike(b, tuple);
  if (!found) return undefined;
  const { layout, flats } = found;
  const length = constant(tuple.items.length);
  const isSafe = isWithin(b, index, length);
  const checked = (item: Value): Value => (isSafe ? item : ifInside(b, item, index, length));
  const isScalar = flats.every(({ leaves }) => leaves.every((leaf) => !isArray(leaf)));
  if (!isScalar || flats.length > mostChoices) return checked(arrayFrom(b, tuple).item(index, !isSafe));
  const leaves = (flats[0]?.leaves ?? []).map((_, leaf) =>
    flats.reduceRight<Atom>((otherwise, { leaves: own }, k) => {
      const here = own[leaf] ?? otherwise;
      if (isSafe && k === flats.length - 1) return here;
      return emit(b, where, emit(b, eq, index, constant(k)), here, otherwise);
    }, constant(Number.NaN)),
  );
  return checked(withLeaves(b, layout, leaves));
};
