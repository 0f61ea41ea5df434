import { type Column, fail, type JagradError, type LeafColumn, type RecordColumn } from "../../core/index.ts";
import type { DualMetadata, DualPath } from "./dual-metadata.ts";
import { adjointName, tangentName } from "./spread-duals.ts";

const misfit = (what: string, path: readonly string[]): JagradError =>
  fail("E_FILE", {
    what: `the metadata of the file say that a column has derivatives, but ${what}`,
    where: path.join("."),
  });

const sameOffsets = (a: Int32Array, b: Int32Array): boolean =>
  a.length === b.length && a.every((offset, i) => offset === b[i]);

/** The columns of derivatives brought to the leaf they belong to, through the lists around it. */
const attach = (
  column: Column,
  beside: readonly Column[],
  path: readonly string[],
  toLeaf: (leaf: LeafColumn, values: readonly Float64Array[]) => LeafColumn,
): Column => {
  if (column.kind === "record") throw misfit("it is a record", path);
  if (column.kind === "list") {
    const items = beside.map((other) => {
      if (other.kind === "list" && sameOffsets(other.offsets, column.offsets)) return other.item;
      throw misfit("these have lists of other lengths", path);
    });
    return { ...column, item: attach(column.item, items, path, toLeaf) };
  }
  const values = beside.map((other) => {
    if (other.kind === "leaf" && other.values instanceof Float64Array && other.values.length === column.values.length)
      return other.values;
    throw misfit("these are no DOUBLE for each of its values", path);
  });
  return toLeaf(column, values);
};

const inRecords = (column: Column, path: readonly string[], join: (record: RecordColumn) => RecordColumn): Column => {
  if (column.kind === "record") return join(column);
  if (column.kind === "list") return { ...column, item: inRecords(column.item, path, join) };
  throw misfit("it is no record", path);
};

/**
 * The inverse of `spreadDuals`.
 * @throws E_FILE where the columns are not those that the metadata name
 */
export const joinDuals = (record: RecordColumn, metadata: DualMetadata): RecordColumn => {
  const fields = new Map(record.fields);
  const take = (name: string, path: readonly string[]): Column => {
    const column = fields.get(name);
    if (column === undefined) throw misfit(`there is no column ${JSON.stringify(name)}`, path);
    fields.delete(name);
    return column;
  };
  const inside = new Map<string, DualPath[]>();
  for (const { path, tangent, adjoint } of metadata.columns) {
    const [name = "", ...rest] = path;
    const column = fields.get(name);
    if (column === undefined) throw misfit("there is no such column", path);
    if (rest.length > 0) {
      inside.set(name, [...(inside.get(name) ?? []), { path: rest, tangent, adjoint }]);
      continue;
    }
    const tangents = tangent ? metadata.parameters.map((p) => take(tangentName(name, p.name), path)) : [];
    const adjoints = adjoint ? [take(adjointName(name), path)] : [];
    const toLeaf = (leaf: LeafColumn, values: readonly Float64Array[]): LeafColumn => ({
      ...leaf,
      ...(tangent ? { tangent: values.slice(0, tangents.length) } : {}),
      ...(adjoint ? { adjoint: values.at(-1) } : {}),
    });
    fields.set(name, attach(column, [...tangents, ...adjoints], path, toLeaf));
  }
  for (const [name, columns] of inside) {
    const column = fields.get(name);
    if (column === undefined) throw misfit("there is no such column", [name]);
    fields.set(
      name,
      inRecords(column, [name], (inner) => joinDuals(inner, { ...metadata, columns })),
    );
  }
  return { ...record, fields };
};
