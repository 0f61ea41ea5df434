import { fail } from "../../errors.ts";
import type { Params, Type } from "../language/index.ts";
import { showType } from "../language/index.ts";
import type { Dense } from "../operation.ts";
import { shapeOf } from "../statement.ts";

/** What a block is run with. */
export type RunInput = number | boolean | Dense;

interface Size {
  readonly count: number;
  readonly path: string;
}

type Sizes = Map<string, Size>;

/** A leaf of an input: a number, or the numbers of an array one after the other. */
type Leaf = number | boolean | Float64Array;

const isTyped = (value: unknown): value is Float64Array | Float32Array | Int32Array | Uint8Array =>
  ArrayBuffer.isView(value) && !(value instanceof DataView) && !(value instanceof BigInt64Array);

const found = (value: unknown): string => {
  if (isTyped(value)) return `a typed array of ${value.length} numbers`;
  if (Array.isArray(value)) return `an array of ${value.length} items`;
  return value === null
    ? "null"
    : value === undefined
      ? "nothing"
      : typeof value === "object"
        ? "an object"
        : `a ${typeof value}`;
};

const unlike = (type: Type, value: unknown, path: string) =>
  fail(type.kind === "array" || type.kind === "tuple" ? "E_SHAPE" : "E_TYPE", {
    what: `${path} is ${found(value)}, and ${showType(type)} is needed`,
    cure: "hand in what the types of compile say, or compile without types",
  });

const bind = (sizes: Sizes, size: number | string, count: number, path: string): void => {
  if (typeof size === "number") {
    if (size === count) return;
    throw fail("E_SHAPE", { what: `${path} has ${count} items, and ${size} are needed` });
  }
  const known = sizes.get(size);
  if (known && known.count !== count)
    throw fail("E_SHAPE", {
      what: `${size} is ${known.count} in ${known.path}, and ${count} in ${path}`,
      cure: "hand in arrays of equal lengths, or name their sizes differently",
    });
  if (!known) sizes.set(size, { count, path });
};

const rankOf = (type: Type): number => (type.kind === "array" ? 1 + rankOf(type.item) : 0);

const isOfNumbers = (type: Type): boolean => (type.kind === "array" ? isOfNumbers(type.item) : type.kind === "number");

/** The numbers of a matrix or deeper that lie one after the other; one of the sizes may follow from the others. */
const flat = (type: Extract<Type, { kind: "array" }>, value: ArrayLike<number>, path: string, sizes: Sizes): Leaf => {
  const wanted: (number | string)[] = [];
  for (let inner: Type = type; inner.kind === "array"; inner = inner.item) wanted.push(inner.size);
  const counts = wanted.map((size) => (typeof size === "number" ? size : sizes.get(size)?.count));
  const product = counts.reduce<number>((all, count) => all * (count ?? 1), 1);
  const open = counts.flatMap((count, axis) => (count === undefined ? [axis] : []));
  const last = open[0] === undefined ? undefined : wanted[open[0]];
  const rest = product === 0 ? 0 : value.length / product;
  if (open.length > 1 || (last === undefined ? rest !== 1 && product + value.length > 0 : !Number.isInteger(rest)))
    throw unlike(type, value, path);
  if (last !== undefined) bind(sizes, last, rest, path);
  return value instanceof Float64Array ? value : new Float64Array(value);
};

const stacked = (rows: readonly Leaf[]): Float64Array => {
  const width = rows[0] instanceof Float64Array ? rows[0].length : 1;
  const all = new Float64Array(rows.length * width);
  for (const [k, row] of rows.entries()) {
    if (row instanceof Float64Array) all.set(row, k * width);
    else all[k] = Number(row);
  }
  return all;
};

const numbersIn = (value: readonly unknown[], item: Type, path: string): Float64Array => {
  const numbers = new Float64Array(value.length);
  for (let k = 0; k < value.length; k++) {
    const x = value[k];
    if (typeof x !== "number" && typeof x !== "boolean") throw unlike(item, x, `${path}[${k}]`);
    numbers[k] = Number(x);
  }
  return numbers;
};

const leafCountOf = (type: Type): number => {
  switch (type.kind) {
    case "number":
      return 1;
    case "array":
      return leafCountOf(type.item);
    case "record":
      return [...type.fields.values()].reduce((sum, field) => sum + leafCountOf(field), 0);
    case "tuple":
      return type.items.reduce((sum, item) => sum + leafCountOf(item), 0);
  }
};

const leavesOfArray = (
  type: Extract<Type, { kind: "array" }>,
  value: unknown,
  path: string,
  sizes: Sizes,
): readonly Leaf[] => {
  const { size, item } = type;
  if (isTyped(value) && isOfNumbers(type)) {
    if (rankOf(type) > 1) return [flat(type, value, path, sizes)];
    bind(sizes, size, value.length, path);
    return [value instanceof Float64Array ? value : new Float64Array(value)];
  }
  if (!Array.isArray(value)) throw unlike(type, value, path);
  bind(sizes, size, value.length, path);
  if (item.kind === "number") return [numbersIn(value, item, path)];
  const items = value.map((each: unknown, k) => leavesOf(item, each, `${path}[${k}]`, sizes));
  return Array.from({ length: leafCountOf(item) }, (_, leaf) => stacked(items.map((leaves) => leaves[leaf] ?? 0)));
};

const leavesOf = (type: Type, value: unknown, path: string, sizes: Sizes): readonly Leaf[] => {
  switch (type.kind) {
    case "number": {
      const isRight = type.dtype === "bool" ? typeof value === "boolean" : typeof value === "number";
      if (!isRight || (type.dtype === "i32" && !Number.isInteger(value))) throw unlike(type, value, path);
      return [value as number | boolean];
    }
    case "record":
      if (typeof value !== "object" || value === null || Array.isArray(value)) throw unlike(type, value, path);
      return [...type.fields].flatMap(([name, field]) => {
        if (!Object.hasOwn(value, name)) throw unlike(field, undefined, `${path}.${name}`);
        return leavesOf(field, Reflect.get(value, name), `${path}.${name}`, sizes);
      });
    case "tuple":
      if (!Array.isArray(value) || value.length !== type.items.length) throw unlike(type, value, path);
      return type.items.flatMap((item, k) => leavesOf(item, value[k], `${path}[${k}]`, sizes));
    case "array":
      return leavesOfArray(type, value, path, sizes);
  }
};

/**
 * Inputs as a block takes them: the leaves of each, and then the sizes that the types name.
 * @throws E_SHAPE where sizes disagree, naming both; E_TYPE for an input of another kind
 */
export const runInputs = (types: readonly Type[], params: Params, inputs: readonly unknown[]): readonly RunInput[] => {
  const sizes: Sizes = new Map();
  const leaves = types.map((type, k) => leavesOf(type, inputs[k], `input ${k + 1}`, sizes));
  const named = [...params.sizes].map(([name, variable]) => ({ id: variable.id, count: sizes.get(name)?.count ?? 0 }));
  const countOf = new Map(named.map(({ id, count }) => [id, count]));
  return [
    ...leaves.flatMap((own, k) =>
      own.map((leaf, j): RunInput => {
        const variable = params.leaves[k]?.[j];
        if (!(leaf instanceof Float64Array) || !variable) return leaf as number | boolean;
        const shape = shapeOf(variable).map((size) =>
          size.kind === "const" ? Number(size.value) : (countOf.get(size.id) ?? 0),
        );
        return { values: leaf, offset: 0, shape };
      }),
    ),
    ...named.map(({ count }) => count),
  ];
};
