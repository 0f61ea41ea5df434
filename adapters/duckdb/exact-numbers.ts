import type { Column, LeafColumn } from "../../core/index.ts";

const nan = new BigUint64Array(Float64Array.of(Number.NaN).buffer)[0];
const nan32 = new Uint32Array(Float32Array.of(Number.NaN).buffer)[0];

const wordsOf = ({ values }: LeafColumn): BigUint64Array | Uint32Array | undefined => {
  const { buffer, byteOffset, length } = values;
  if (values instanceof Float64Array) return new BigUint64Array(buffer, byteOffset, length);
  return values instanceof Float32Array ? new Uint32Array(buffer, byteOffset, length) : undefined;
};

/** True where two numbers that SQL calls equal differ in their bits: a zero with a sign, or more than one NaN. */
const hasTwins = (leaf: LeafColumn): boolean => {
  const words = wordsOf(leaf);
  if (words === undefined) return false;
  const usual = words instanceof Uint32Array ? nan32 : nan;
  for (let i = 0; i < words.length; i++) {
    const value = Number(leaf.values[i]);
    if (Object.is(value, -0) || (Number.isNaN(value) && words[i] !== usual)) return true;
  }
  return false;
};

/**
 * True for columns that a dictionary of Parquet would not give back bit by bit: DuckDB looks numbers up in it by `=`,
 * for which -0 is 0.
 */
export const needsPlainNumbers = (column: Column): boolean => {
  switch (column.kind) {
    case "leaf":
      return hasTwins(column);
    case "list":
      return needsPlainNumbers(column.item);
    case "record":
      return [...column.fields.values()].some(needsPlainNumbers);
  }
};
