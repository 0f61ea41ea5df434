import { fail } from "../../errors.ts";
import {
  always,
  asNumber,
  type Environment,
  emit,
  type FunctionValue,
  numberOf,
  onlyAdds,
  type SumValue,
  type Value,
} from "../../lambda/index.ts";
import { where } from "../../primitives/index.ts";
import { type Atom, constant, isConstant, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { shapeOf } from "../statement.ts";
import { adder } from "./adder.ts";
import { eachTurn, isStored } from "./arrays.ts";
import { dense, denseOf } from "./dense.ts";
import type { Layout } from "./layout.ts";

/** A number as it counts in a sum: NaN where it is missing. */
const termOf = (b: ArrayBuilder, value: Value): Atom => {
  const { atom, present } = asNumber(b, value);
  if (present === always || isConstant(present, true)) return atom;
  return emit(b, where, present, atom, constant(Number.NaN));
};

/** A variable that is only added to: turns of a loop that add to it do not wait for each other. */
export interface Sum {
  readonly value: SumValue;
  readonly total: () => Value;
}

const notAdded = (what: string) =>
  fail("E_TYPE", {
    what: `${what} is added up as something else`,
    cure: "keep the kind of value that a sum starts with",
  });

/** What is added to the element of an accumulator at some indices, or to each below them. */
const addingTo = (b: ArrayBuilder, into: Var, indices: readonly Atom[]): SumValue => ({
  kind: "sum",
  add: (term) => {
    if (shapeOf(into).length > indices.length) throw notAdded("an array");
    b.accumulate(into, indices, termOf(b, term));
  },
  addToEach: (f) => {
    const [size] = shapeOf(into).slice(indices.length);
    if (!size) throw notAdded("a number");
    b.loop(size, [], (turn) => {
      eachTurn(b, size, turn);
      adder(f)?.(addingTo(b, into, [...indices, turn]), [numberOf(turn)]);
      return { carried: [], collected: [] };
    });
  },
});

/** The sum of numbers, from a start value on. */
export const sumFrom = (b: ArrayBuilder, start: Atom): Sum => {
  const into = b.accumulator(shapeOf(start));
  if (!isConstant(start, 0)) b.accumulate(into, [], start);
  return { value: addingTo(b, into, []), total: () => dense(b, b.freeze(into)) };
};

const isOfNumbers = (layout: Layout): boolean =>
  layout.kind === "array" ? isOfNumbers(layout.item) : layout.kind === "number" && layout.dtype !== "bool";

/** Sums side by side: an array written out, of which each item is one. */
const besides = (sums: readonly Sum[]): Sum => ({
  value: {
    kind: "sum",
    add: () => {
      throw notAdded("an array");
    },
    addToEach: (f: FunctionValue) => {
      for (const [k, { value }] of sums.entries()) adder(f)?.(value, [numberOf(constant(k))]);
    },
  },
  total: () => ({ kind: "tuple", items: sums.map(({ total }) => total()) }),
});

/** A number, or an array of numbers, as the start of a sum; undefined for anything else. */
export const sumOf = (b: ArrayBuilder, start: Value): Sum | undefined => {
  if (start.kind === "number") return isConstant(start.present, true) ? sumFrom(b, asNumber(b, start).atom) : undefined;
  if (start.kind === "array") {
    const isSum = isStored(start) && isOfNumbers(start.layout) && start.parts.length === 1;
    return isSum ? sumFrom(b, denseOf(b, start)) : undefined;
  }
  if (start.kind !== "tuple") return undefined;
  const sums = start.items.map((item) => sumOf(b, item));
  const known = sums.filter((sum) => sum !== undefined);
  return known.length === sums.length && known.length > 0 ? besides(known) : undefined;
};

/** The sums among some variables: those to which statements only add. */
export const sumsAmong = (
  b: ArrayBuilder,
  statements: unknown,
  names: readonly string[],
  environment: Environment,
): ReadonlyMap<string, Sum> =>
  new Map(
    names.flatMap((name) => {
      const before = environment.get(name);
      const kind = before?.kind === "number" ? "number" : "array";
      const sum = before && onlyAdds(statements, name, kind) ? sumOf(b, before) : undefined;
      return sum ? [[name, sum] as const] : [];
    }),
  );
