import { fail } from "../../errors.ts";
import { type Layout, leafCount } from "../language/index.ts";
import type { RunInput } from "./inputs.ts";

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** Item `k` of an array that a block gave. */
const itemAt = (leaf: RunInput | undefined, k: number): RunInput => {
  if (typeof leaf !== "object") return leaf ?? Number.NaN;
  const inner = leaf.shape.slice(1);
  const offset = leaf.offset + k * sizeOf(inner);
  return inner.length === 0 ? (leaf.values[offset] ?? Number.NaN) : { values: leaf.values, offset, shape: inner };
};

const numbersOf = (leaf: RunInput | undefined): Float64Array => {
  if (typeof leaf !== "object") return new Float64Array(0);
  const { values, offset, shape } = leaf;
  const count = sizeOf(shape);
  return values.length === count ? values : values.subarray(offset, offset + count);
};

const arrayOf = ({ item }: Extract<Layout, { kind: "array" }>, leaves: readonly RunInput[]): unknown => {
  const [first] = leaves;
  if (item.kind === "number" && !item.maybe && item.dtype !== "bool") return numbersOf(first);
  const count = typeof first === "object" ? (first.shape[0] ?? 0) : 0;
  return Array.from({ length: count }, (_, k) =>
    outputOf(
      item,
      leaves.map((leaf) => itemAt(leaf, k)),
    ),
  );
};

/** The parts of a record or a written out array, each from its leaves. */
const each = (layouts: readonly Layout[], leaves: readonly RunInput[]): readonly unknown[] => {
  let first = 0;
  return layouts.map((layout) => {
    const own = leaves.slice(first, first + leafCount(layout));
    first += own.length;
    return outputOf(layout, own);
  });
};

const isOfNumbers = (items: readonly Layout[]): boolean =>
  items.length > 0 && items.every((item) => item.kind === "number" && !item.maybe && item.dtype !== "bool");

/**
 * What a block gave, as a value of JavaScript: arrays of numbers are Float64Array, deeper ones have such rows.
 * @throws E_TYPE for a function
 */
export const outputOf = (layout: Layout, leaves: readonly RunInput[]): unknown => {
  switch (layout.kind) {
    case "number": {
      const [value, present] = leaves;
      if (layout.maybe && !present) return undefined;
      return layout.dtype === "bool" ? Boolean(value) : Number(value);
    }
    case "record": {
      const values = each([...layout.fields.values()], leaves);
      return Object.fromEntries([...layout.fields.keys()].map((name, k) => [name, values[k]]));
    }
    case "tuple":
      return isOfNumbers(layout.items) ? Float64Array.from(leaves, Number) : each(layout.items, leaves);
    case "array":
      return arrayOf(layout, leaves);
    case "fixed":
      if (layout.value.kind === "text") return layout.value.text;
      if (layout.value.kind === "missing") return undefined;
      throw fail("E_TYPE", { what: "a function of arrays gives numbers, not functions" });
  }
};
