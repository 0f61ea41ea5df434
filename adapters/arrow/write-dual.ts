import * as A from "apache-arrow";
import { type DualParameter, fail, type LeafColumn } from "../../core/index.ts";
import { textOf } from "../dual-info.ts";
import { adjointKey, dualKey } from "./dual.ts";
import { writeLeaf } from "./write-leaf.ts";
import { structOf } from "./write-struct.ts";
import { allRows, type Writing, type Written } from "./writing.ts";

const float64s = (values: Float64Array): A.Data =>
  A.makeData({ type: new A.Float64(), length: values.length, nullCount: 0, data: values });

const tangentsOf = (tangent: readonly Float64Array[], rows: number): A.Data => {
  const count = tangent.length;
  const items = new Float64Array(rows * count);
  tangent.forEach((values, k) => {
    for (let row = 0; row < rows; row++) items[row * count + k] = values[row] ?? 0;
  });
  const type = new A.FixedSizeList(count, new A.Field("item", new A.Float64(), false));
  return new A.Data(type, 0, rows, 0, {}, [float64s(items)]);
};

const parametersOf = (tangent: readonly Float64Array[], { parameters }: Writing): readonly DualParameter[] => {
  if (parameters === undefined) return tangent.map((_, k) => ({ name: String(k), width: 0 }));
  if (parameters.length === tangent.length) return parameters;
  throw fail("E_SHAPE", {
    what: `a column has ${tangent.length} tangents, and ${parameters.length} parameters are named`,
    cure: "name one parameter for each tangent, in their order",
  });
};

/**
 * A leaf and its derivatives as a record. Rows that are missing are missing in its field `value`, so that derivatives
 * stay what they are.
 */
export const writeDual = (column: LeafColumn, rows: number, writing: Writing): Written => {
  const { tangent, adjoint } = column;
  const short = [...(tangent ?? []), ...(adjoint ? [adjoint] : [])].find((values) => values.length < rows);
  if (short) throw fail("E_SHAPE", { what: `a column of ${rows} rows has ${short.length} derivatives` });
  const value = writeLeaf(column, rows, writing);
  const members: [string, Written][] = [["value", { data: value, nullable: writing.nullable || value.nullCount > 0 }]];
  const metadata = new Map<string, string>();
  if (tangent) {
    members.push(["tangent", { data: tangentsOf(tangent, rows), nullable: false }]);
    metadata.set(dualKey, textOf(parametersOf(tangent, writing)));
  }
  if (adjoint) {
    members.push(["adjoint", { data: float64s(writing.apart(adjoint.subarray(0, rows))), nullable: false }]);
    metadata.set(adjointKey, "{}");
  }
  return { data: structOf(members, allRows(rows)), nullable: false, metadata };
};
