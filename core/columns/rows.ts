import { fail } from "../errors.ts";
import type { Column, LeafColumn, Validity } from "./column.ts";
import { checkDepth } from "./depth.ts";

const validityOf = (values: readonly unknown[]): Validity | undefined => {
  if (values.every((value) => value !== null && value !== undefined)) return undefined;
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, i) => {
    if (value !== null && value !== undefined) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return bits;
};

const leafBuilders: Readonly<
  Record<string, (values: readonly unknown[]) => Pick<LeafColumn, "dtype" | "values" | "dictionary">>
> = {
  number: (values) => ({ dtype: "f64", values: Float64Array.from(values, (v) => (typeof v === "number" ? v : 0)) }),
  bigint: (values) => ({ dtype: "i64", values: BigInt64Array.from(values, (v) => (typeof v === "bigint" ? v : 0n)) }),
  boolean: (values) => ({ dtype: "bool", values: Uint8Array.from(values, (v) => (v === true ? 1 : 0)) }),
  string: (values) => {
    const dictionary = [...new Set(values.filter((v): v is string => typeof v === "string"))];
    const codes = new Map(dictionary.map((word, code) => [word, code]));
    return { dtype: "string", dictionary, values: Int32Array.from(values, (v) => codes.get(String(v)) ?? 0) };
  },
};

/** True for objects that keep what they hold elsewhere than in their members: dates, maps, buffers. */
const isOpaque = (value: object): boolean =>
  ArrayBuffer.isView(value) ||
  (Object.keys(value).length === 0 && ![Object.prototype, null].includes(Object.getPrototypeOf(value) as null));

const shapeOf = (value: unknown): string => {
  if (Array.isArray(value)) return "list";
  if (typeof value !== "object" || value === null) return typeof value;
  return isOpaque(value) ? "class instance" : "record";
};

const columnAt = (values: readonly unknown[], path: string, depth: number): Column => {
  checkDepth(depth, path);
  const present = values.filter((value) => value !== null && value !== undefined);
  const shapes = new Set(present.map(shapeOf));
  if (shapes.size > 1)
    throw fail("E_TYPE", { what: `rows are of different types: ${[...shapes].join(", ")}`, where: path });
  const [shape = "number"] = shapes;
  const validity = validityOf(values);
  if (shape === "list") {
    const offsets = new Int32Array(values.length + 1);
    const items: unknown[] = [];
    values.forEach((value, i) => {
      if (Array.isArray(value)) for (const item of value) items.push(item);
      offsets[i + 1] = items.length;
    });
    return { kind: "list", offsets, item: columnAt(items, `${path}[]`, depth + 1), validity };
  }
  if (shape === "record") {
    const names = new Set<string>();
    for (const value of present) for (const name of Object.keys(value as object)) names.add(name);
    const read = (value: unknown, name: string): unknown =>
      value !== null && typeof value === "object" && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
    const fields = [...names].map(
      (name) =>
        [
          name,
          columnAt(
            values.map((v) => read(v, name)),
            `${path}.${name}`,
            depth + 1,
          ),
        ] as const,
    );
    return { kind: "record", fields: new Map(fields), validity };
  }
  const build = leafBuilders[shape];
  if (!build) throw fail("E_TYPE", { what: `a ${shape} cannot be a column`, where: path });
  return { kind: "leaf", ...build(values), validity };
};

/**
 * A column from JavaScript values, one per row: numbers become `f64`, bigints `i64`, arrays lists, objects records.
 * @throws E_TYPE where two rows have different shapes, or a value is none of these; E_LIMIT where they are nested too
 * deep
 */
export const columnOf = (values: readonly unknown[], path = "row"): Column => columnAt(values, path, 0);
