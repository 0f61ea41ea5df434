import * as A from "apache-arrow";
import type { Column } from "../../core/index.ts";
import { writeDual } from "./write-dual.ts";
import { writeLeaf } from "./write-leaf.ts";
import { fieldFor, structOf } from "./write-struct.ts";
import { rowsOf, type Writing, type Written } from "./writing.ts";

/**
 * The first `rows` rows of a column, checked before, as data of Arrow that shares its buffers.
 * @throws E_SHAPE where tangents do not fit
 */
export const writeColumn = (column: Column, rows: number, writing: Writing): Written => {
  if (column.kind === "leaf") {
    if (column.tangent || column.adjoint) return writeDual(column, rows, writing);
    const data = writeLeaf(column, rows, writing);
    return { data, nullable: writing.nullable || data.nullCount > 0 };
  }
  const own = rowsOf(column.validity, rows, writing.apart);
  const nullable = writing.nullable || own.nullCount > 0;
  if (column.kind === "record") {
    const members = [...column.fields].map(([name, field]) => [name, writeColumn(field, rows, writing)] as const);
    return { data: structOf(members, own), nullable };
  }
  const offsets = column.offsets.subarray(0, rows + 1);
  const item = writeColumn(column.item, offsets[rows] ?? 0, writing);
  const type = new A.List(fieldFor("item", item));
  return { data: A.makeData({ type, ...own, valueOffsets: writing.apart(offsets), child: item.data }), nullable };
};
