import { type Column, fail, type LeafColumn, type ListColumn, type RecordColumn } from "../core/index.ts";
import { concatBits } from "./bits.ts";
import { sliceColumn } from "./slice-column.ts";
import { putValues, valuesFor } from "./values.ts";
import { unifyWords } from "./words.ts";

/** A column and how many of its rows count; buffers may be longer. */
export interface Part<C extends Column = Column> {
  readonly column: C;
  readonly rows: number;
}

const maxItems = 2 ** 31 - 1;

const lengthsOf = (parts: readonly Part[]): readonly number[] => parts.map((part) => part.rows);
const totalOf = (parts: readonly Part[]): number => parts.reduce((sum, part) => sum + part.rows, 0);
const validityOf = (parts: readonly Part[]) =>
  concatBits(
    parts.map((part) => part.column.validity),
    lengthsOf(parts),
  );

const concatLeaves = (first: LeafColumn, parts: readonly Part<LeafColumn>[]): LeafColumn => {
  const unified = first.dtype === "string" ? unifyWords(parts) : parts;
  const values = valuesFor(first.dtype, totalOf(unified));
  let at = 0;
  for (const { column, rows } of unified) {
    putValues(values, at, column.values, rows);
    at += rows;
  }
  const dictionary = unified[0]?.column.dictionary;
  return { kind: "leaf", dtype: first.dtype, values, dictionary, validity: validityOf(unified) };
};

const concatLists = (parts: readonly Part<ListColumn>[]): ListColumn => {
  const offsets = new Int32Array(totalOf(parts) + 1);
  const items: Part[] = [];
  let row = 0;
  let total = 0;
  for (const { column, rows } of parts) {
    const first = column.offsets[0] ?? 0;
    const end = column.offsets[rows] ?? first;
    for (let i = 1; i <= rows; i++) offsets[row + i] = total + (column.offsets[i] ?? 0) - first;
    row += rows;
    total += end - first;
    items.push({ column: first === 0 ? column.item : sliceColumn(column.item, first, end), rows: end - first });
  }
  if (total > maxItems)
    throw fail("E_LIMIT", { what: `a batch would hold ${total} list items`, cure: "a smaller batchSize" });
  return { kind: "list", offsets, item: concatColumns(items), validity: validityOf(parts) };
};

const concatRecords = (first: RecordColumn, parts: readonly Part<RecordColumn>[]): RecordColumn => {
  const fieldOf = (part: Part<RecordColumn>, name: string): Part => {
    const column = part.column.fields.get(name);
    if (column === undefined) throw fail("E_SCHEMA", { what: `column ${JSON.stringify(name)} is not in every part` });
    return { column, rows: part.rows };
  };
  const fields = [...first.fields.keys()].map(
    (name) => [name, concatColumns(parts.map((part) => fieldOf(part, name)))] as const,
  );
  return { kind: "record", fields: new Map(fields), validity: validityOf(parts) };
};

const isLeaf = (part: Part): part is Part<LeafColumn> => part.column.kind === "leaf";
const isList = (part: Part): part is Part<ListColumn> => part.column.kind === "list";
const isRecord = (part: Part): part is Part<RecordColumn> => part.column.kind === "record";

/**
 * The rows of several columns of one type, one after the other; list items that no row names are left out.
 * @throws E_SCHEMA where the types differ; E_LIMIT where a list gets more items than 32-bit offsets reach
 */
export const concatColumns = (parts: readonly Part[]): Column => {
  const [first] = parts;
  if (first === undefined) throw fail("E_SHAPE", { what: "no columns to join" });
  if (isLeaf(first) && parts.every(isLeaf) && parts.every((part) => part.column.dtype === first.column.dtype))
    return concatLeaves(first.column, parts);
  if (isList(first) && parts.every(isList)) return concatLists(parts);
  if (isRecord(first) && parts.every(isRecord)) return concatRecords(first.column, parts);
  throw fail("E_SCHEMA", { what: "columns of different types cannot be joined" });
};
