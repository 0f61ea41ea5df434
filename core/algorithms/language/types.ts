import { fail } from "../../errors.ts";
import { constant, type DType, type Var } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { type Layout, leavesOfLayout } from "./layout.ts";

/** An array whose items are no numbers; made by `arrayOf`. */
export interface ArrayType {
  readonly kind: "array of";
  readonly size: number | string;
  readonly item: TypeSpec;
}

/**
 * What an input of a function of arrays is: `"f64"`, `"i32"`, `"bool"`, an array such as `"f64[n, 3]"`, an array of
 * anything by `arrayOf`, or an object or an array of these. A size is a number, or a name; one name is one size.
 */
export type TypeSpec = string | ArrayType | readonly TypeSpec[] | { readonly [name: string]: TypeSpec };

/**
 * The type of an array whose items are no numbers.
 * @param size - how many items, or a name for that
 * @example
 * arrayOf("n", { x: "f64", y: "f64" });
 */
export const arrayOf = (size: number | string, item: TypeSpec): ArrayType => ({ kind: "array of", size, item });

/** A type, taken apart. */
export type Type =
  | { readonly kind: "number"; readonly dtype: DType }
  | { readonly kind: "array"; readonly size: number | string; readonly item: Type }
  | { readonly kind: "record"; readonly fields: ReadonlyMap<string, Type> }
  | { readonly kind: "tuple"; readonly items: readonly Type[] };

const isArrayType = (spec: TypeSpec): spec is ArrayType =>
  typeof spec === "object" && !Array.isArray(spec) && "kind" in spec && spec.kind === "array of";

const wrong = (spec: string, what: string) =>
  fail("E_TYPE", {
    what: `${JSON.stringify(spec)} is no type: ${what}`,
    cure: '"f64", "i32", "bool", "f64[n]", "f64[n, 3]"',
  });

const sizeOf = (text: string, spec: string): number | string => {
  if (/^\d+$/.test(text)) return Number(text);
  if (/^[A-Za-z_]\w*$/.test(text)) return text;
  throw wrong(spec, `a size is a whole number or a name, found ${JSON.stringify(text)}`);
};

const checkedSize = (size: number | string): number | string =>
  sizeOf(String(size), `arrayOf(${JSON.stringify(size)}, ...)`);

const dtypes: Readonly<Record<string, DType>> = { f64: "f64", i32: "i32", bool: "bool" };

const parseWord = (spec: string): Type => {
  const [, name = "", , sizes] = /^\s*(\w+)\s*(\[(.*)\])?\s*$/.exec(spec) ?? [];
  const dtype = Object.hasOwn(dtypes, name) ? dtypes[name] : undefined;
  if (!dtype) throw wrong(spec, "numbers are f64, i32 or bool");
  const number: Type = { kind: "number", dtype };
  if (sizes === undefined) return number;
  return sizes
    .split(",")
    .map((text) => sizeOf(text.trim(), spec))
    .reduceRight<Type>((item, size) => ({ kind: "array", size, item }), number);
};

/**
 * Takes a type apart.
 * @throws E_TYPE for text that is no type
 */
export const parseType = (spec: TypeSpec): Type => {
  if (typeof spec === "string") return parseWord(spec);
  if (isArrayType(spec)) return { kind: "array", size: checkedSize(spec.size), item: parseType(spec.item) };
  if (Array.isArray(spec)) return { kind: "tuple", items: (spec as readonly TypeSpec[]).map(parseType) };
  return {
    kind: "record",
    fields: new Map(
      Object.entries(spec as { readonly [name: string]: TypeSpec }).map(([name, field]) => [name, parseType(field)]),
    ),
  };
};

/** A type as it is written. */
export const showType = (type: Type): string => {
  switch (type.kind) {
    case "number":
      return type.dtype;
    case "record":
      return `{ ${[...type.fields].map(([name, field]) => `${name}: ${showType(field)}`).join(", ")} }`;
    case "tuple":
      return `[${type.items.map(showType).join(", ")}]`;
    case "array": {
      const sizes: (number | string)[] = [];
      let inner: Type = type;
      for (; inner.kind === "array"; inner = inner.item) sizes.push(inner.size);
      return inner.kind === "number"
        ? `${inner.dtype}[${sizes.join(", ")}]`
        : `${showType(inner)}[${sizes.join(", ")}]`;
    }
  }
};

/** The sizes that types name, in the order in which they are first named. */
export const sizesIn = (type: Type): readonly string[] => {
  switch (type.kind) {
    case "number":
      return [];
    case "record":
      return [...type.fields.values()].flatMap(sizesIn);
    case "tuple":
      return type.items.flatMap(sizesIn);
    case "array":
      return [...(typeof type.size === "string" ? [type.size] : []), ...sizesIn(type.item)];
  }
};

/** The parameters of a block: the leaves of each input, and then the sizes that their types name. */
export interface Params {
  readonly layouts: readonly Layout[];
  /** The leaves of each input. */
  readonly leaves: readonly (readonly Var[])[];
  readonly sizes: ReadonlyMap<string, Var>;
  readonly all: readonly Var[];
}

const layoutOf = (type: Type, sizes: ReadonlyMap<string, Var>): Layout => {
  switch (type.kind) {
    case "number":
      return { kind: "number", dtype: type.dtype, maybe: false };
    case "record":
      return {
        kind: "record",
        fields: new Map([...type.fields].map(([name, field]) => [name, layoutOf(field, sizes)])),
      };
    case "tuple":
      return { kind: "tuple", items: type.items.map((item) => layoutOf(item, sizes)) };
    case "array": {
      const { size, item } = type;
      const length = typeof size === "number" ? constant(size, "i32") : sizes.get(size);
      return { kind: "array", length: length ?? constant(0, "i32"), item: layoutOf(item, sizes) };
    }
  }
};

/** The parameters that inputs of these types are. */
export const paramsOf = (b: ArrayBuilder, types: readonly Type[]): Params => {
  const names = [...new Set(types.flatMap(sizesIn))];
  const sizes = new Map(names.map((name) => [name, b.variable("i32")]));
  const layouts = types.map((type) => layoutOf(type, sizes));
  const leaves = layouts.map((layout) => leavesOfLayout(layout).map(({ dtype, shape }) => b.variable(dtype, shape)));
  return { layouts, leaves, sizes, all: [...leaves.flat(), ...sizes.values()] };
};
