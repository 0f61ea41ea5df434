import { fail } from "../../errors.ts";
import type { Value } from "../../lambda/index.ts";
import { type Atom, constant, type DType } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isSameSize } from "./bounds.ts";
import { showSize } from "./size-names.ts";

/** How the numbers of a value lie: as leaves, one after the other, of which those of an array's items are arrays. */
export type Layout =
  /** A number; one that may be missing has a truth value as a second leaf. */
  | { readonly kind: "number"; readonly dtype: DType; readonly maybe: boolean }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Layout> }
  | { readonly kind: "tuple"; readonly items: readonly Layout[] }
  /** Items of one layout; each of their leaves has `length` as its first size. */
  | { readonly kind: "array"; readonly length: Atom; readonly item: Layout }
  /** What is no number and never changes: a function, a word, nothing. */
  | { readonly kind: "fixed"; readonly value: Value };

export const numberLayout = (dtype: DType = "f64"): Layout => ({ kind: "number", dtype, maybe: false });

/** How many leaves a layout has. */
export const leafCount = (layout: Layout): number => {
  switch (layout.kind) {
    case "number":
      return layout.maybe ? 2 : 1;
    case "record":
      return [...layout.fields.values()].reduce((sum, field) => sum + leafCount(field), 0);
    case "tuple":
      return layout.items.reduce((sum, item) => sum + leafCount(item), 0);
    case "array":
      return leafCount(layout.item);
    case "fixed":
      return 0;
  }
};

/** The type and the sizes of each leaf of a layout. */
export const leavesOfLayout = (
  layout: Layout,
  around: readonly Atom[] = [],
): readonly { readonly dtype: DType; readonly shape: readonly Atom[] }[] => {
  switch (layout.kind) {
    case "number": {
      const leaf = { dtype: layout.dtype, shape: around };
      return layout.maybe ? [leaf, { dtype: "bool", shape: around }] : [leaf];
    }
    case "record":
      return [...layout.fields.values()].flatMap((field) => leavesOfLayout(field, around));
    case "tuple":
      return layout.items.flatMap((item) => leavesOfLayout(item, around));
    case "array":
      return leavesOfLayout(layout.item, [...around, layout.length]);
    case "fixed":
      return [];
  }
};

/** The sizes of an array along its axes, and what its innermost items are. */
const axesOf = (b: ArrayBuilder, layout: Layout): { readonly sizes: readonly string[]; readonly inner: Layout } => {
  if (layout.kind !== "array") return { sizes: [], inner: layout };
  const { sizes, inner } = axesOf(b, layout.item);
  return { sizes: [showSize(b, layout.length), ...sizes], inner };
};

/** A layout in words, as `number[n, 3]` or `{ x: a number }`. */
export const showLayout = (b: ArrayBuilder, layout: Layout): string => {
  switch (layout.kind) {
    case "number":
      return layout.dtype === "bool" ? "a truth value" : "a number";
    case "record":
      return `{ ${[...layout.fields].map(([name, field]) => `${name}: ${showLayout(b, field)}`).join(", ")} }`;
    case "tuple":
      return `[${layout.items.map((item) => showLayout(b, item)).join(", ")}]`;
    case "array": {
      const { sizes, inner } = axesOf(b, layout);
      return `${showLayout(b, inner).replace("a number", "number")}[${sizes.join(", ")}]`;
    }
    case "fixed":
      return layout.value.kind === "missing" ? "nothing" : `a ${layout.value.kind}`;
  }
};

export const isNothing = (layout: Layout): boolean => layout.kind === "fixed" && layout.value.kind === "missing";

const sameFixed = (x: Value, y: Value): boolean =>
  x === y ||
  (x.kind === "missing" && y.kind === "missing") ||
  (x.kind === "text" && y.kind === "text" && x.text === y.text);

const unlike = (b: ArrayBuilder, x: Layout, y: Layout): never => {
  const arrays = x.kind === "array" || x.kind === "tuple" ? y.kind === "array" || y.kind === "tuple" : false;
  throw fail(arrays ? "E_SHAPE" : "E_TYPE", {
    what: `a value is ${showLayout(b, x)} in one case and ${showLayout(b, y)} in another`,
    cure: arrays
      ? "keep the length of an array that a condition or a loop assigns"
      : "give both cases the same kind of value",
  });
};

const joinFields = (
  b: ArrayBuilder,
  x: ReadonlyMap<string, Layout>,
  y: ReadonlyMap<string, Layout>,
): ReadonlyMap<string, Layout> => {
  const nothing: Layout = { kind: "fixed", value: { kind: "missing" } };
  return new Map(
    [...new Set([...x.keys(), ...y.keys()])].map((name) => [
      name,
      join(b, x.get(name) ?? nothing, y.get(name) ?? nothing),
    ]),
  );
};

/**
 * The layout that two values can both have.
 * @throws E_TYPE or E_SHAPE, naming both
 */
export const join = (b: ArrayBuilder, x: Layout, y: Layout): Layout => {
  if (x === y) return x;
  if (x.kind === "number" && y.kind === "number")
    return { kind: "number", dtype: x.dtype === y.dtype ? x.dtype : "f64", maybe: x.maybe || y.maybe };
  if (isNothing(x) || isNothing(y)) {
    const other = isNothing(x) ? y : x;
    return other.kind === "number" ? { ...other, maybe: true } : other;
  }
  if (x.kind === "record" && y.kind === "record") return { kind: "record", fields: joinFields(b, x.fields, y.fields) };
  if (x.kind === "tuple" && y.kind === "tuple" && x.items.length === y.items.length)
    return { kind: "tuple", items: x.items.map((item, k) => join(b, item, y.items[k] ?? item)) };
  if (x.kind === "array" && y.kind === "array" && isSameSize(b, x.length, y.length))
    return { kind: "array", length: x.length, item: join(b, x.item, y.item) };
  for (const [array, tuple] of [
    [x, y],
    [y, x],
  ] as const)
    if (array.kind === "array" && tuple.kind === "tuple" && isSameSize(b, array.length, constant(tuple.items.length)))
      return { kind: "tuple", items: tuple.items.map((item) => join(b, array.item, item)) };
  if (x.kind === "fixed" && y.kind === "fixed" && sameFixed(x.value, y.value)) return x;
  return unlike(b, x, y);
};

/** True if two values lie alike, so that the leaves of one can stand for those of the other. */
export const isAlike = (b: ArrayBuilder, x: Layout, y: Layout): boolean => {
  if (x === y) return true;
  if (x.kind === "number" && y.kind === "number") return x.dtype === y.dtype && x.maybe === y.maybe;
  if (x.kind === "record" && y.kind === "record")
    return (
      x.fields.size === y.fields.size &&
      [...x.fields].every(([name, field], k) => {
        const [other, layout] = [...y.fields][k] ?? [];
        return other === name && layout !== undefined && isAlike(b, field, layout);
      })
    );
  if (x.kind === "tuple" && y.kind === "tuple")
    return x.items.length === y.items.length && x.items.every((item, k) => isAlike(b, item, y.items[k] ?? unlikely));
  if (x.kind === "array" && y.kind === "array") return isSameSize(b, x.length, y.length) && isAlike(b, x.item, y.item);
  return x.kind === "fixed" && y.kind === "fixed" && sameFixed(x.value, y.value);
};

/** True if two values have as many numbers in the same places, whatever their types: a list of three is an array of three. */
export const isLike = (b: ArrayBuilder, x: Layout, y: Layout): boolean => {
  if (x.kind === "record" && y.kind === "record")
    return (
      x.fields.size === y.fields.size &&
      [...x.fields].every(([name, field]) => {
        const other = y.fields.get(name);
        return other !== undefined && isLike(b, field, other);
      })
    );
  if (x.kind === "tuple" && y.kind === "tuple")
    return x.items.length === y.items.length && x.items.every((item, k) => isLike(b, item, y.items[k] ?? unlikely));
  if (x.kind === "array" && y.kind === "array") return isSameSize(b, x.length, y.length) && isLike(b, x.item, y.item);
  for (const [array, tuple] of [
    [x, y],
    [y, x],
  ] as const)
    if (array.kind === "array" && tuple.kind === "tuple")
      return (
        isSameSize(b, array.length, constant(tuple.items.length)) &&
        tuple.items.every((item) => isLike(b, item, array.item))
      );
  return x.kind === y.kind;
};

const unlikely: Layout = { kind: "tuple", items: [] };
