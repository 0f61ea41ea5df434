import type { Column, LeafColumn, RecordColumn, Validity } from "../../core/columns/index.ts";

/** The shape of a column of test data. */
export type Shape = "number" | "bool" | { readonly list: Shape } | { readonly record: Readonly<Record<string, Shape>> };

/** What stands in the slots of missing values, where nothing should read it. */
export interface Garbage {
  readonly number: number;
  /** Items of a missing list; none if absent. */
  readonly items?: readonly unknown[];
}

const quiet: Garbage = { number: 0 };

const isMissing = (value: unknown): boolean => value === null || value === undefined;

const validityOf = (values: readonly unknown[], nullable: boolean): Validity | undefined => {
  if (!nullable && !values.some(isMissing)) return undefined;
  const bits = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, i) => {
    if (!isMissing(value)) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  });
  return bits;
};

const leaf = (shape: "number" | "bool", values: readonly unknown[], garbage: Garbage): LeafColumn =>
  shape === "bool"
    ? { kind: "leaf", dtype: "bool", values: Uint8Array.from(values, (v) => (isMissing(v) ? 1 : Number(v))) }
    : {
        kind: "leaf",
        dtype: "f64",
        values: Float64Array.from(values, (v) => (isMissing(v) ? garbage.number : Number(v))),
      };

const memberOf = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;

/**
 * A column of a shape from JavaScript values, one per row; null and undefined are missing.
 * @param nullable - carry a validity buffer also where nothing is missing
 */
export const columnOfShape = (
  shape: Shape,
  values: readonly unknown[],
  garbage: Garbage = quiet,
  nullable = false,
): Column => {
  const validity = validityOf(values, nullable);
  if (shape === "number" || shape === "bool") return { ...leaf(shape, values, garbage), validity };
  if ("record" in shape) {
    const fields = Object.entries(shape.record).map(
      ([name, inner]) =>
        [
          name,
          columnOfShape(
            inner,
            values.map((value) => memberOf(value, name)),
            garbage,
            nullable,
          ),
        ] as const,
    );
    return { kind: "record", fields: new Map(fields), validity };
  }
  const lists = values.map((value) => (Array.isArray(value) ? (value as readonly unknown[]) : (garbage.items ?? [])));
  const offsets = new Int32Array(values.length + 1);
  lists.forEach((list, i) => {
    offsets[i + 1] = (offsets[i] ?? 0) + list.length;
  });
  return { kind: "list", offsets, item: columnOfShape(shape.list, lists.flat(), garbage, nullable), validity };
};

/** Events as columns. */
export const recordOfShape = (
  shape: Readonly<Record<string, Shape>>,
  values: readonly unknown[],
  garbage?: Garbage,
  nullable?: boolean,
): RecordColumn => {
  const column = columnOfShape({ record: shape }, values, garbage, nullable);
  if (column.kind !== "record") throw new TypeError("events are records");
  return { kind: "record", fields: column.fields };
};
