import { fail } from "../../errors.ts";
import { describe, type Value } from "../../lambda/index.ts";
import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { dense, denseOf, fit, type Layout, leavesOf, withLeaves } from "../language/index.ts";
import { isArray, shapeOf } from "../statement.ts";
import { packingOf } from "./packing.ts";

/** What is searched for: a number or a vector, and the value of a lambda that it stands for. */
export interface Unknowns {
  readonly start: Atom;
  readonly valueOf: (x: Atom) => Value;
  /**
   * The number or vector of a value of the same structure.
   * @throws E_SHAPE for another structure, naming both
   */
  readonly like: (value: Value) => Atom;
}

const unlike = (name: string, found: string, wanted: string) =>
  fail("E_SHAPE", { what: `the function given to ${name} gives ${found}, and ${wanted} is needed` });

const isNumber = (layout: Layout): boolean => layout.kind === "number" && layout.dtype !== "bool" && !layout.maybe;

/** A number, or an array of numbers, which is a vector as it is. */
const isPlain = (layout: Layout): boolean =>
  isNumber(layout) ||
  (layout.kind === "array" && isNumber(layout.item)) ||
  (layout.kind === "tuple" && layout.items.length > 0 && layout.items.every(isNumber));

const show = (atom: Atom): string => {
  const [size] = shapeOf(atom);
  if (!size) return "a number";
  return `an array of ${size.kind === "const" ? size.value : "some"} numbers`;
};

const sizeIn = (atom: Atom): number | boolean | undefined => {
  const [size] = shapeOf(atom);
  return size?.kind === "const" ? size.value : undefined;
};

const plainUnknowns = (b: ArrayBuilder, name: string, value: Value): Unknowns => {
  const start = denseOf(b, value);
  return {
    start,
    valueOf: (x) => dense(b, x),
    like: (given) => {
      const atom = denseOf(b, given);
      const [wanted, found] = [sizeIn(start), sizeIn(atom)];
      const differ = wanted !== undefined && found !== undefined && wanted !== found;
      if (shapeOf(atom).length !== shapeOf(start).length || differ) throw unlike(name, show(atom), show(start));
      return atom;
    },
  };
};

/**
 * The unknowns of a search, from where it starts: a number, an array, or an object or nested array of these.
 * @throws E_TYPE for anything else
 */
export const unknownsOf = (b: ArrayBuilder, name: string, value: Value | undefined): Unknowns => {
  if (!value || !["number", "array", "tuple", "record"].includes(value.kind))
    throw fail("E_TYPE", {
      what: `${name} starts from numbers, found ${value ? describe(value) : "nothing"}`,
      cure: "a number, an array of numbers, or an object of these",
    });
  const { layout, leaves } = leavesOf(b, value);
  if (isPlain(layout)) return plainUnknowns(b, name, value);
  const { pack, unpack } = packingOf(b, name, leaves);
  return {
    start: pack(leaves),
    valueOf: (x) => withLeaves(b, layout, unpack(x)),
    like: (given) => {
      const found = leavesOf(b, given);
      if (found.layout.kind !== layout.kind || found.leaves.length !== leaves.length)
        throw unlike(name, describe(given), `${describe(value)} like the start`);
      return pack(fit(b, given, layout));
    },
  };
};

/** True for one number. */
export const isSingle = ({ start }: Unknowns): boolean => !isArray(start);
