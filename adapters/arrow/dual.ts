import { type Column, fail, type LeafColumn } from "../../core/index.ts";
import { namesFrom } from "../dual-info.ts";
import type { Field } from "./field.ts";

/** Keys of field metadata: a record of value and tangent, a record of value and adjoint. */
export const dualKey = "jagrad.dual";
export const adjointKey = "jagrad.adjoint";

/** True for records that stand for a number and its derivatives. */
export const isDualField = ({ type, metadata }: Field): boolean =>
  type.kind === "struct" && (metadata.has(dualKey) || metadata.has(adjointKey));

const notDual = (what: string, path: string) =>
  fail("E_TYPE", {
    what: `a column marked as carrying derivatives ${what}`,
    where: path,
    cure: `remove the key ${dualKey} or ${adjointKey} from the metadata of the field`,
  });

type LeafFrom = (field: Field, members: ReadonlyMap<string, Column>, path: string) => LeafColumn;

const derivatives = (column: Column | undefined, rows: number, path: string): Float64Array => {
  if (column?.kind !== "leaf" || !(column.values instanceof Float64Array))
    throw notDual("holds derivatives that are no float64", path);
  return column.values.length === rows ? column.values : column.values.subarray(0, rows);
};

const tangentsFrom = (
  field: Field,
  column: Column | undefined,
  rows: number,
  path: string,
): readonly Float64Array[] => {
  const count = field.children.find(({ name }) => name === "tangent")?.type.size ?? -1;
  if (namesFrom(field.metadata.get(dualKey) ?? "", path).length !== count || column?.kind !== "list")
    throw notDual("names another number of parameters than it has tangents", path);
  const { offsets, item } = column;
  const items = derivatives(item, offsets[rows] ?? 0, path);
  return Array.from({ length: count }, (_, k) => {
    const tangent = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const first = offsets[row] ?? 0;
      if ((offsets[row + 1] ?? 0) > first) tangent[row] = items[first + k] ?? 0;
    }
    return tangent;
  });
};

const valueFrom: LeafFrom = (_field, members, path) => {
  const value = members.get("value");
  if (value?.kind === "leaf") return value;
  throw notDual("has no numbers in its field value", path);
};

const leafFrom: LeafFrom = (field, members, path) => {
  const value = valueFrom(field, members, path);
  const rows = value.values.length;
  const tangent = field.metadata.has(dualKey) && tangentsFrom(field, members.get("tangent"), rows, path);
  const adjoint = field.metadata.has(adjointKey) && derivatives(members.get("adjoint"), rows, path);
  return { ...value, ...(tangent ? { tangent } : {}), ...(adjoint ? { adjoint } : {}) };
};

const replaced = (column: Column, field: Field, path: string, leaf: LeafFrom): Column => {
  switch (column.kind) {
    case "leaf":
      return column;
    case "list": {
      const [child] = field.children;
      return child ? { ...column, item: replaced(column.item, child, `${path}[]`, leaf) } : column;
    }
    case "record": {
      if (isDualField(field)) return leaf(field, column.fields, path);
      const fields = [...column.fields].map(([name, member]): [string, Column] => {
        const child = field.children.find((candidate) => candidate.name === name);
        return [name, child ? replaced(member, child, `${path}.${name}`, leaf) : member];
      });
      return { ...column, fields: new Map(fields) };
    }
  }
};

/**
 * A column in which records that stand for numbers with derivatives have become such numbers.
 * @throws E_TYPE where a record that is marked so is none
 */
export const withDuals = (column: Column, field: Field, path: string): Column =>
  replaced(column, field, path, leafFrom);

/** `withDuals` with the numbers alone. */
export const withoutDuals = (column: Column, field: Field, path: string): Column =>
  replaced(column, field, path, valueFrom);
