import type { RecordBatch, Table } from "apache-arrow";
import type { DualParameter } from "../../core/index.ts";
import { namesFrom } from "../dual-info.ts";
import { fieldOf } from "./arrow-data.ts";
import { adjointKey, dualKey, isDualField } from "./dual.ts";
import type { Field } from "./field.ts";

/** A column that carries derivatives, by the names of the fields that lead to it. */
export interface DualColumn {
  readonly path: readonly string[];
  /** The parameters of its tangents; undefined where it has none. */
  readonly parameters: readonly DualParameter[] | undefined;
  readonly adjoint: boolean;
}

const dualsIn = (field: Field, path: readonly string[]): readonly DualColumn[] => {
  if (!isDualField(field)) return field.children.flatMap((child) => dualsIn(child, [...path, child.name]));
  const names = field.metadata.get(dualKey);
  const parameters = names === undefined ? undefined : namesFrom(names, path.join("."));
  return [{ path, parameters, adjoint: field.metadata.has(adjointKey) }];
};

/**
 * The columns of a table that carry derivatives, with the parameters these belong to. The items of a list are one step
 * of a path, with the name that the table gives them: `["muon", "item", "pt"]`.
 * @throws E_FILE where the metadata of such a column is malformed
 */
export const dualInfo = (table: Table | RecordBatch): readonly DualColumn[] =>
  table.schema.fields.flatMap((field) => dualsIn(fieldOf(field), [field.name]));
