import { fail } from "../errors.ts";
import { allOf, position } from "../primitives/index.ts";
import { type Atom, type Builder, isConstant, type StructuralPrimitive } from "../program/index.ts";
import { always, numberOf } from "./meaning.ts";
import { describe, type FunctionValue, type ListValue, type Value } from "./value.ts";

/** The function that a list method was given. */
export const callback = (value: Value | undefined): FunctionValue => {
  if (value?.kind === "function") return value;
  throw fail("E_TYPE", { what: `a function is needed here, found ${value ? describe(value) : "nothing"}` });
};

/** The number of each item in its list. */
export const indexOf = (b: Builder, { axis, owner }: ListValue): Value =>
  numberOf(b.emit(position, [], { axis, owner }));

/** Reduces a value of the items to one per list. */
export const overItems = (b: Builder, reducer: StructuralPrimitive, x: Atom, { axis, owner }: ListValue): Atom =>
  b.emit(reducer, [x], { from: axis, to: owner });

/** Every item has its number. */
export const allPresent = (b: Builder, present: Atom, list: ListValue): Atom =>
  isConstant(present, true) ? always : overItems(b, allOf, present, list);

/** What a function gives for each item of a list; it is given the item, its number and the list. */
export const ofEach = (b: Builder, list: ListValue, f: FunctionValue, ...before: readonly Value[]): Value =>
  b.inside(list.axis, () => f.call([...before, list.item, indexOf(b, list), list]));
