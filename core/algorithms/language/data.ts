import type { Value } from "../../lambda/index.ts";
import { constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { stored } from "./arrays.ts";
import { type Layout, numberLayout } from "./layout.ts";
import { dataPart } from "./parts.ts";

interface Rectangle {
  readonly values: readonly number[];
  readonly shape: readonly number[];
}

const isTyped = (value: unknown): value is Float64Array =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array);

/** The numbers of a nested array of equal lengths; undefined for anything else. */
export const rectangleOf = (value: unknown): Rectangle | undefined => {
  if (isTyped(value)) return { values: [...value], shape: [value.length] };
  if (!Array.isArray(value) || value.length === 0) return undefined;
  if (value.every((item) => typeof item === "number")) return { values: value, shape: [value.length] };
  const items = value.map(rectangleOf);
  const [first] = items;
  if (!first || items.some((item) => item?.shape.join() !== first.shape.join())) return undefined;
  return { values: items.flatMap((item) => item?.values ?? []), shape: [value.length, ...first.shape] };
};

const fewest = 5;

/** Numbers of a scope as an array; a few of them, and anything else, are written out. */
export const dataOf = (b: ArrayBuilder, value: unknown): Value | undefined => {
  const found = rectangleOf(value);
  const [length = 0, ...inner] = found?.shape ?? [];
  if (!found || length < fewest) return undefined;
  const layout = inner.reduceRight<Layout>(
    (item, size) => ({ kind: "array", length: constant(size, "i32"), item }),
    numberLayout(),
  );
  return stored(b, constant(length, "i32"), layout, [dataPart(b, Float64Array.from(found.values), found.shape)]);
};
