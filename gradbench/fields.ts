import type { Matrix, Vector } from "./arrays.ts";

/**
 * Reads a part of what was sent.
 * @throws Error naming the part, where it is of another kind
 */
export type Reader<T> = (value: unknown, path: string) => T;

const kindOf = (value: unknown): string =>
  value === undefined ? "absent" : value === null ? "null" : Array.isArray(value) ? "a list" : `a ${typeof value}`;

const wrong = (path: string, wanted: string, value: unknown): Error =>
  new Error(`${path || "the input"}: ${wanted} is needed, and it is ${kindOf(value)}`);

export const number: Reader<number> = (value, path) => {
  if (typeof value === "number" && Number.isFinite(value)) return value;
  throw typeof value === "number" ? new Error(`${path}: ${value} is not finite`) : wrong(path, "a number", value);
};

export const count: Reader<number> = (value, path) => {
  if (Number.isSafeInteger(value) && Number(value) >= 0) return Number(value);
  throw typeof value === "number" ? new Error(`${path}: ${value} is no count`) : wrong(path, "a count", value);
};

export const truth: Reader<boolean> = (value, path) => {
  if (typeof value === "boolean") return value;
  throw wrong(path, "true or false", value);
};

/** A list of things of one kind. */
export const listOf =
  <T>(item: Reader<T>): Reader<readonly T[]> =>
  (value, path) => {
    if (!Array.isArray(value)) throw wrong(path, "a list", value);
    return value.map((entry: unknown, i) => item(entry, `${path}[${i}]`));
  };

export const vector: Reader<Vector> = listOf(number);

/** A list of `size` numbers. */
export const vectorOf =
  (size: number): Reader<Vector> =>
  (value, path) => {
    const found = vector(value, path);
    if (found.length === size) return found;
    throw new Error(`${path}: ${size} numbers are needed, and there are ${found.length}`);
  };

/** Lists of equally many numbers. */
export const matrix: Reader<Matrix> = (value, path) => {
  const rows = listOf(vector)(value, path);
  const short = rows.findIndex((row) => row.length !== rows[0]?.length);
  if (short < 0) return rows;
  throw new Error(`${path}[${short}]: ${rows[0]?.length} numbers are needed, and there are ${rows[short]?.length}`);
};

/** An object with these members, and maybe others. */
export const record =
  <T>(members: { readonly [name in keyof T]: Reader<T[name]> }): Reader<T> =>
  (value, path) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) throw wrong(path, "an object", value);
    const entries = Object.entries(members) as [keyof T & string, Reader<unknown>][];
    const read = entries.map(([name, reader]) => [
      name,
      reader(Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined, path === "" ? name : `${path}.${name}`),
    ]);
    return Object.fromEntries(read) as T;
  };

/** What may be left out. */
export const optional =
  <T>(reader: Reader<T>, otherwise: T): Reader<T> =>
  (value, path) =>
    value === undefined ? otherwise : reader(value, path);
