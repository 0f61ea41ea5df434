import type { Value } from "../../lambda/index.ts";
import { constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { stored } from "./arrays.ts";
import { type Layout, numberLayout } from "./layout.ts";
import { dataPart } from "./parts.ts";

/** Numbers of one leaf of a value, item after item. */
interface Leaf {
  readonly values: Float64Array;
  readonly shape: readonly number[];
}

interface Columns {
  readonly layout: Layout;
  readonly leaves: readonly Leaf[];
  /** A text that values have in common that lie alike. */
  readonly key: string;
}

const isTyped = (value: unknown): value is Float64Array =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array);

const arrayOf = (length: number, item: Layout): Layout => ({ kind: "array", length: constant(length, "i32"), item });

const row = (values: Float64Array): Columns => ({
  layout: arrayOf(values.length, numberLayout()),
  leaves: [{ values, shape: [values.length] }],
  key: `[${values.length}]`,
});

const stacked = (leaves: readonly Leaf[]): Leaf => {
  const [first] = leaves;
  const width = first?.values.length ?? 0;
  const values = new Float64Array(leaves.length * width);
  for (const [k, leaf] of leaves.entries()) values.set(leaf.values, k * width);
  return { values, shape: [leaves.length, ...(first?.shape ?? [])] };
};

const columnsOfItems = (items: readonly unknown[]): Columns | undefined => {
  if (items.every((item) => typeof item === "number")) return row(Float64Array.from(items));
  const columns = items.map(columnsOf);
  const [first] = columns;
  if (!first || columns.some((other) => other?.key !== first.key)) return undefined;
  return {
    layout: arrayOf(items.length, first.layout),
    leaves: first.leaves.map((leaf, k) => stacked(columns.map((other) => other?.leaves[k] ?? leaf))),
    key: `[${items.length}]${first.key}`,
  };
};

const columnsOfFields = (value: object): Columns | undefined => {
  const names = Object.keys(value);
  const fields = names.map((name) => columnsOf(Reflect.get(value, name)));
  const known = fields.filter((field) => field !== undefined);
  if (known.length < fields.length || known.length === 0) return undefined;
  return {
    layout: { kind: "record", fields: new Map(known.map(({ layout }, k) => [names[k] ?? "", layout])) },
    leaves: known.flatMap(({ leaves }) => leaves),
    key: JSON.stringify(known.map(({ key }, k) => [names[k], key])),
  };
};

/** The numbers of a value whose arrays have items that are all alike; undefined for anything else. */
const columnsOf = (value: unknown): Columns | undefined => {
  if (typeof value === "number")
    return { layout: numberLayout(), leaves: [{ values: Float64Array.of(value), shape: [] }], key: "" };
  if (isTyped(value)) return row(Float64Array.from(value));
  if (Array.isArray(value)) return value.length > 0 ? columnsOfItems(value) : undefined;
  const isPlain = typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
  return isPlain && !("kind" in value) ? columnsOfFields(value) : undefined;
};

const fewest = 5;
const known = new WeakMap<ArrayBuilder, Map<unknown, Value | undefined>>();

const made = (b: ArrayBuilder, value: unknown): Value | undefined => {
  const columns = columnsOf(value);
  if (columns?.layout.kind !== "array") return undefined;
  const { length, item } = columns.layout;
  const parts = columns.leaves.map(({ values, shape }) => dataPart(b, values, shape));
  return stored(b, length, item, parts);
};

/** Numbers of a scope as an array in memory; a few items, and anything else, are written out. */
export const dataOf = (b: ArrayBuilder, value: unknown): Value | undefined => {
  if (!(isTyped(value) || Array.isArray(value)) || value.length < fewest) return undefined;
  const values = known.get(b) ?? new Map<unknown, Value | undefined>();
  known.set(b, values);
  if (!values.has(value)) values.set(value, made(b, value));
  return values.get(value);
};
