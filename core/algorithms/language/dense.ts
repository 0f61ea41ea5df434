import { fail } from "../../errors.ts";
import { asNumber, describe, emit, type Value } from "../../lambda/index.ts";
import { toNumber, where } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { shapeOf } from "../statement.ts";
import { isStored, store, withLeaves } from "./arrays.ts";
import { setBounds } from "./bounds.ts";
import { filled } from "./fit.ts";
import { type Layout, numberLayout } from "./layout.ts";
import { atomOf } from "./parts.ts";
import { arrayFrom } from "./tuples.ts";

/** A number as a float64. */
const asFloat = (b: ArrayBuilder, value: Value): Atom => {
  const { atom, present } = asNumber(b, value);
  const x = atom.dtype === "f64" ? atom : emit(b, toNumber, atom);
  return present.kind === "const" && present.value === true ? x : emit(b, where, present, x, constant(Number.NaN));
};

/**
 * A number or a nested array of numbers as one atom, as operations take them.
 * @throws E_TYPE for anything else
 */
export const denseOf = (b: ArrayBuilder, value: Value): Atom => {
  if (value.kind === "number") return asFloat(b, value);
  if (value.kind !== "array" && value.kind !== "tuple")
    throw fail("E_TYPE", { what: `an array of numbers is needed here, found ${describe(value)}` });
  const array = value.kind === "tuple" ? arrayFrom(b, value) : isStored(value) ? value : store(b, value);
  const [part, ...others] = array.parts;
  let { layout } = array;
  while (layout.kind === "array") layout = layout.item;
  if (part && others.length === 0 && layout.kind === "number" && layout.dtype !== "bool") return atomOf(b, part);
  const { collected } = b.loop(array.length, [], (turn) => {
    setBounds(b, turn, constant(0, "i32"), [array.length]);
    return { carried: [], collected: [denseOf(b, array.item(turn, false))] };
  });
  return collected[0] ?? filled(b, [array.length], constant(Number.NaN));
};

/** An array that an operation gives, or a number, as a value. */
export const dense = (b: ArrayBuilder, atom: Atom): Value =>
  withLeaves(
    b,
    shapeOf(atom).reduceRight<Layout>((item, length) => ({ kind: "array", length, item }), numberLayout(atom.dtype)),
    [atom],
  );
