import { type Column, fail } from "../core/index.ts";
import { growingColumn } from "./growing-column.ts";

/** A column and how many of its rows count; buffers may be longer. */
export interface Part<C extends Column = Column> {
  readonly column: C;
  readonly rows: number;
}

/**
 * The rows of several columns of one type, one after the other; list items that no row names are left out.
 * @throws E_SCHEMA where the types differ; E_LIMIT where a list gets more items than 32-bit offsets reach
 */
export const concatColumns = (parts: readonly Part[]): Column => {
  const [first] = parts;
  if (first === undefined) throw fail("E_SHAPE", { what: "no columns to join" });
  const rows = parts.reduce((sum, part) => sum + part.rows, 0);
  const all = growingColumn(first.column, rows);
  for (const part of parts) all.add(part.column, 0, part.rows);
  return all.column();
};
