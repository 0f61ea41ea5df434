import { fail } from "../../errors.ts";
import { type ArrayValue, emit, type NumberValue, type TupleValue, type Value } from "../../lambda/index.ts";
import { toNumber, where } from "../../primitives/index.ts";
import { type Atom, constant, type DType } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { eachTurn, isStored, leavesOf, store } from "./arrays.ts";
import { isAlike, type Layout, leavesOfLayout, showLayout } from "./layout.ts";
import { atomOf } from "./parts.ts";
import { arrayFrom } from "./tuples.ts";

/** A number with the type that is wanted. */
const converted = (b: ArrayBuilder, atom: Atom, dtype: DType): Atom => {
  if (atom.dtype === dtype) return atom;
  if (atom.kind === "const" && dtype !== "bool") return constant(Number(atom.value), dtype);
  if (atom.dtype === "bool") return emit(b, where, atom, constant(1), constant(0));
  return dtype === "f64" ? emit(b, toNumber, atom) : atom;
};

const fitNumber = (b: ArrayBuilder, value: NumberValue, layout: Extract<Layout, { kind: "number" }>) => {
  const atom = converted(b, value.atom, layout.dtype);
  return layout.maybe ? [atom, value.present] : [atom];
};

/** What stands for the leaves of a value that is not there. */
const absent = (b: ArrayBuilder, layout: Layout): readonly Atom[] =>
  leavesOfLayout(layout).map(({ dtype, shape }) => filled(b, shape, constant(dtype === "bool" ? false : Number.NaN)));

/** An array of one number. */
export const filled = (b: ArrayBuilder, [size, ...inner]: readonly Atom[], value: Atom): Atom =>
  size
    ? (b.loop(size, [], () => ({ carried: [], collected: [filled(b, inner, value)] })).collected[0] ?? value)
    : value;

const fitArray = (
  b: ArrayBuilder,
  value: ArrayValue | TupleValue,
  layout: Extract<Layout, { kind: "array" }>,
): readonly Atom[] => {
  const array = value.kind === "tuple" ? arrayFrom(b, value) : isStored(value) ? value : store(b, value);
  if (isAlike(b, array.layout, layout.item)) return array.parts.map((part) => atomOf(b, part));
  return b.loop(layout.length, [], (turn) => {
    eachTurn(b, layout.length, turn);
    return { carried: [], collected: fit(b, array.item(turn, false), layout.item) };
  }).collected;
};

/**
 * The leaves of a value as a layout wants them, which is a `join` of its own with others.
 * @throws E_TYPE where it cannot be had
 */
export const fit = (b: ArrayBuilder, value: Value, layout: Layout): readonly Atom[] => {
  if (value.kind === "missing" && layout.kind !== "fixed") return absent(b, layout);
  switch (layout.kind) {
    case "number":
      if (value.kind === "number") return fitNumber(b, value, layout);
      break;
    case "record":
      if (value.kind === "record")
        return [...layout.fields].flatMap(([name, field]) => fit(b, value.get(name) ?? { kind: "missing" }, field));
      break;
    case "tuple":
      if (value.kind === "tuple")
        return layout.items.flatMap((item, k) => fit(b, value.items[k] ?? { kind: "missing" }, item));
      if (value.kind === "array")
        return layout.items.flatMap((item, k) => fit(b, value.item(constant(k, "i32"), false), item));
      break;
    case "array":
      if (value.kind === "array" || value.kind === "tuple") return fitArray(b, value, layout);
      break;
    case "fixed":
      return [];
  }
  throw fail("E_TYPE", {
    what: `a value that is ${showLayout(b, leavesOf(b, value).layout)} is not ${showLayout(b, layout)}`,
  });
};
