import { fail } from "../../errors.ts";
import { type Layout, leafCount } from "../language/index.ts";
import type { RunInput } from "./inputs.ts";

/** Makes a value of JavaScript of what a block gave, beginning with one of its leaves. */
type Writer = (leaves: readonly RunInput[], first: number) => unknown;

const sizeOf = (shape: readonly number[]): number => shape.reduce((product, size) => product * size, 1);

/** The items of an array that a block gave. */
const itemsOf = (leaf: RunInput): ((k: number) => RunInput) => {
  if (typeof leaf !== "object") return () => leaf;
  const { values, offset, shape } = leaf;
  if (shape.length === 1) return (k) => values[offset + k] ?? Number.NaN;
  const inner = shape.slice(1);
  const size = sizeOf(inner);
  return (k) => ({ values, offset: offset + k * size, shape: inner });
};

const numbersOf = (leaf: RunInput | undefined): Float64Array => {
  if (typeof leaf !== "object") return new Float64Array(0);
  const { values, offset, shape } = leaf;
  const count = sizeOf(shape);
  return values.length === count ? values : values.subarray(offset, offset + count);
};

const isPlainNumber = (layout: Layout): boolean => layout.kind === "number" && !layout.maybe && layout.dtype !== "bool";

const arrayWriter = (item: Layout): Writer => {
  if (isPlainNumber(item)) return (leaves, first) => numbersOf(leaves[first]);
  const [count, write] = [leafCount(item), writerOf(item)];
  return (leaves, first) => {
    const own = leaves.slice(first, first + count);
    const [one] = own;
    const items = own.map(itemsOf);
    const length = typeof one === "object" ? (one.shape[0] ?? 0) : 0;
    return Array.from({ length }, (_, k) =>
      write(
        items.map((at) => at(k)),
        0,
      ),
    );
  };
};

/** The parts of a record or a written out array, each from its leaves. */
const partsWriter = (layouts: readonly Layout[]): ((leaves: readonly RunInput[], first: number) => unknown[]) => {
  let before = 0;
  const parts = layouts.map((layout) => {
    const part = { write: writerOf(layout), before };
    before += leafCount(layout);
    return part;
  });
  return (leaves, first) => parts.map((part) => part.write(leaves, first + part.before));
};

const rowWriter =
  (length: number): Writer =>
  (leaves, first) => {
    const row = new Float64Array(length);
    for (let k = 0; k < length; k++) row[k] = Number(leaves[first + k]);
    return row;
  };

const writerOf = (layout: Layout): Writer => {
  switch (layout.kind) {
    case "number": {
      const { maybe, dtype } = layout;
      return (leaves, first) => {
        if (maybe && !leaves[first + 1]) return undefined;
        return dtype === "bool" ? Boolean(leaves[first]) : Number(leaves[first]);
      };
    }
    case "record": {
      const [names, write] = [[...layout.fields.keys()], partsWriter([...layout.fields.values()])];
      return (leaves, first) => {
        const values = write(leaves, first);
        return Object.fromEntries(names.map((name, k) => [name, values[k]]));
      };
    }
    case "tuple": {
      const { items } = layout;
      return items.length > 0 && items.every(isPlainNumber) ? rowWriter(items.length) : partsWriter(items);
    }
    case "array":
      return arrayWriter(layout.item);
    case "fixed":
      return () => {
        if (layout.value.kind === "text") return layout.value.text;
        if (layout.value.kind === "missing") return undefined;
        throw fail("E_TYPE", { what: "a function of arrays gives numbers, not functions" });
      };
  }
};

/**
 * Makes values of JavaScript of what a block gives: arrays of numbers are Float64Array, deeper ones have such rows.
 * @throws E_TYPE for a function, when it is called
 */
export const outputWriter = (layout: Layout): ((leaves: readonly RunInput[]) => unknown) => {
  const write = writerOf(layout);
  return (leaves) => write(leaves, 0);
};
