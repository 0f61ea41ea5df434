import { fail } from "../../errors.ts";
import type { Type } from "../language/index.ts";

/** Sizes up to this one are constants: loops over so few items are written out. */
const fewest = 4;

const isTyped = (value: unknown): value is Float64Array =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array);

/** An array of whole numbers by its own type: no derivative is taken by it. */
const isWhole = (value: ArrayLike<number>): boolean =>
  !(value instanceof Float64Array || value instanceof Float32Array);

const isFlat = (value: readonly unknown[]): boolean => value.every((item) => typeof item === "number");

const same = (x: Type, y: Type): boolean => JSON.stringify(plainOf(x)) === JSON.stringify(plainOf(y));

const plainOf = (type: Type): unknown => {
  switch (type.kind) {
    case "number":
      return type.dtype;
    case "array":
      return [type.size, plainOf(type.item)];
    case "record":
      return { fields: [...type.fields].map(([name, field]) => [name, plainOf(field)]) };
    case "tuple":
      return { items: type.items.map(plainOf) };
  }
};

/**
 * The types of inputs as they are: sizes above 4 have names, equal sizes the same one.
 * @throws E_TYPE for what is neither number, truth value, array nor object
 */
export const inferTypes = (inputs: readonly unknown[]): readonly Type[] => {
  const names = new Map<number, string>();
  const sizeOf = (count: number): number | string => {
    if (count <= fewest) return count;
    const name = names.get(count) ?? `n${names.size}`;
    names.set(count, name);
    return name;
  };
  const typeOf = (value: unknown, path: string): Type => {
    if (typeof value === "number") return { kind: "number", dtype: "f64" };
    if (typeof value === "boolean") return { kind: "number", dtype: "bool" };
    if (isTyped(value))
      return {
        kind: "array",
        size: sizeOf(value.length),
        item: { kind: "number", dtype: isWhole(value) ? "i32" : "f64" },
      };
    if (Array.isArray(value)) return typeOfArray(value, path);
    if (typeof value === "object" && value !== null)
      return {
        kind: "record",
        fields: new Map(Object.entries(value).map(([name, field]) => [name, typeOf(field, `${path}.${name}`)])),
      };
    throw fail("E_TYPE", {
      what: `${path} is ${value === null ? "null" : typeof value}`,
      cure: "numbers, truth values, arrays and objects of these; functions and words come by the scope",
    });
  };
  const typeOfArray = (value: readonly unknown[], path: string): Type => {
    if (isFlat(value)) return { kind: "array", size: sizeOf(value.length), item: { kind: "number", dtype: "f64" } };
    const items = value.map((item, k) => typeOf(item, `${path}[${k}]`));
    const [first] = items;
    if (first && items.every((item) => same(item, first)))
      return { kind: "array", size: sizeOf(value.length), item: first };
    return { kind: "tuple", items };
  };
  return inputs.map((input, k) => typeOf(input, `input ${k + 1}`));
};

/** A text that inputs share that can have the same types. */
export const signatureOf = (types: readonly Type[]): string => JSON.stringify(types.map(plainOf));
