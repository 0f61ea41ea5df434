import type { Params, Type } from "../language/index.ts";
import { type RunInput, runInputs } from "./inputs.ts";

/** What was found so far: the leaves, and how many items there are of each named size; -1 where that is open. */
interface Found {
  readonly leaves: RunInput[];
  readonly counts: number[];
}

/** Reads a value into what was found; false where it is not what it is as a rule. */
type Reader = (value: unknown, found: Found) => boolean;

const open = -1;

const numberReader =
  (dtype: string): Reader =>
  (value, { leaves }) => {
    const isRight = dtype === "bool" ? typeof value === "boolean" : typeof value === "number";
    if (!isRight || (dtype === "i32" && !Number.isInteger(value))) return false;
    leaves.push(value as number | boolean);
    return true;
  };

/** The sizes of an array of numbers, those of its rows after it: known ones, and the places of those that have names. */
const sizesOf = (type: Type, names: readonly string[]) => {
  const sizes: { readonly known: number; readonly named: number }[] = [];
  let inner = type;
  for (; inner.kind === "array"; inner = inner.item)
    sizes.push(
      typeof inner.size === "number"
        ? { known: inner.size, named: -1 }
        : { known: open, named: names.indexOf(inner.size) },
    );
  return inner.kind === "number" ? sizes : undefined;
};

/** The numbers of a list; undefined where it has something else, too. */
const numbersIn = (value: unknown): Float64Array | undefined => {
  if (!Array.isArray(value)) return undefined;
  const numbers = new Float64Array(value.length);
  for (let k = 0; k < numbers.length; k++) {
    const x: unknown = value[k];
    if (typeof x !== "number") return undefined;
    numbers[k] = x;
  }
  return numbers;
};

/** Numbers that lie one after the other; one of the sizes may follow from the others. */
const arrayReader = (type: Type, names: readonly string[]): Reader => {
  const sizes = sizesOf(type, names);
  if (!sizes) return () => false;
  return (value, { leaves, counts }) => {
    const values = value instanceof Float64Array ? value : sizes.length === 1 ? numbersIn(value) : undefined;
    if (!values) return false;
    const shape: number[] = [];
    let [product, missing] = [1, -1];
    for (const [axis, { known, named }] of sizes.entries()) {
      const count = named < 0 ? known : (counts[named] ?? open);
      if (count === open && missing >= 0) return false;
      if (count === open) missing = axis;
      else product *= count;
      shape.push(count);
    }
    if (missing >= 0) {
      const rest = values.length / product;
      const named = sizes[missing]?.named ?? -1;
      if (!Number.isInteger(rest) || named < 0) return false;
      shape[missing] = rest;
      counts[named] = rest;
    } else if (product !== values.length) return false;
    leaves.push({ values, offset: 0, shape });
    return true;
  };
};

const isObject = (value: unknown): value is object =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const readerOf = (type: Type, names: readonly string[]): Reader => {
  switch (type.kind) {
    case "number":
      return numberReader(type.dtype);
    case "array":
      return arrayReader(type, names);
    case "record": {
      const fields = [...type.fields].map(([name, field]) => ({ name, read: readerOf(field, names) }));
      return (value, found) =>
        isObject(value) &&
        fields.every(({ name, read }) => Object.hasOwn(value, name) && read(Reflect.get(value, name), found));
    }
    case "tuple": {
      const items = type.items.map((item) => readerOf(item, names));
      return (value, found) =>
        Array.isArray(value) && value.length === items.length && items.every((read, k) => read(value[k], found));
    }
  }
};

/**
 * Reads inputs as `runInputs` does: numbers, typed arrays and lists of numbers in one go, and what else there is by
 * `runInputs` itself.
 * @throws E_SHAPE where sizes disagree, naming both; E_TYPE for an input of another kind, when it is called
 */
export const inputReader = (types: readonly Type[], params: Params) => {
  const names = [...params.sizes.keys()];
  const readers = types.map((type) => readerOf(type, names));
  return (inputs: readonly unknown[]): readonly RunInput[] => {
    const found: Found = { leaves: [], counts: names.map(() => open) };
    for (const [k, read] of readers.entries()) if (!read(inputs[k], found)) return runInputs(types, params, inputs);
    for (const count of found.counts) found.leaves.push(Math.max(0, count));
    return found.leaves;
  };
};
