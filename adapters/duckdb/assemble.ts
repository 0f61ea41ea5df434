import { type Column, fail, type ListColumn, type RecordColumn } from "../../core/index.ts";
import { bothSet } from "../bits.ts";
import { commonType } from "../common-type.ts";
import { concatColumns } from "../concat-columns.ts";
import type { Piece } from "../pieces.ts";
import { takeRows } from "../take-rows.ts";
import type { FileColumn } from "./file-column.ts";
import type { Fields, Member } from "./member.ts";

/** Columns as they were read. */
export type ReadColumns = ReadonlyMap<FileColumn, Column>;

const columnOf = (column: FileColumn, read: ReadColumns): Column => {
  const found = read.get(column);
  if (found === undefined) throw fail("E_COLUMN", { what: `column ${JSON.stringify(column.name)} was not read` });
  return found;
};

const listOf = (column: FileColumn, read: ReadColumns): ListColumn => {
  const found = columnOf(column, read);
  if (found.kind === "list") return found;
  throw fail("E_TYPE", { what: "this column holds no lists", where: column.name });
};

const lengthAt = ({ offsets }: ListColumn, row: number): number => (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);

const checkLengths = (a: FileColumn, b: FileColumn, read: ReadColumns, before: number): void => {
  const [left, right] = [listOf(a, read), listOf(b, read)];
  for (let row = 0; row < left.offsets.length - 1; row++) {
    if (lengthAt(left, row) === lengthAt(right, row)) continue;
    throw fail("E_SHAPE", {
      what: `${JSON.stringify(a.name)} and ${JSON.stringify(b.name)} cannot be joined: their lists differ in length`,
      where: `event ${before + row}: ${lengthAt(left, row)} and ${lengthAt(right, row)} items`,
      cure: "name the columns that belong together instead of a pattern",
    });
  }
};

const fieldsOf = (fields: Fields, column: (from: FileColumn) => Column): RecordColumn => ({
  kind: "record",
  fields: new Map([...fields].map(([name, from]) => [name, column(from)])),
});

const joinLists = (lengths: FileColumn, fields: Fields, read: ReadColumns, before: number): ListColumn => {
  for (const column of fields.values()) checkLengths(lengths, column, read, before);
  const { offsets } = listOf(lengths, read);
  const first = offsets[0] ?? 0;
  const items = (column: FileColumn): Column => {
    const list = listOf(column, read);
    if ((list.offsets[0] ?? 0) === first) return list.item;
    throw fail("E_SHAPE", { what: "lists that are joined begin at different items", where: column.name });
  };
  const validity = [lengths, ...fields.values()].map((column) => columnOf(column, read).validity).reduce(bothSet);
  return { kind: "list", offsets, item: fieldsOf(fields, items), validity };
};

const layOut = (items: readonly Fields[], read: ReadColumns, rows: number): ListColumn => {
  const length = items.length;
  const index = Int32Array.from({ length: rows * length }, (_, i) => (i % length) * rows + Math.floor(i / length));
  const fields = [...(items[0]?.keys() ?? [])].map((name) => {
    const from = items.flatMap((item) => item.get(name) ?? []);
    const columns = from.map((column) => columnOf(column, read));
    const parts = commonType(columns, from.map((column) => column.name).join(", ")).map((column) => ({ column, rows }));
    return [name, takeRows(concatColumns(parts), index)] as const;
  });
  const offsets = Int32Array.from({ length: rows + 1 }, (_, i) => i * length);
  return { kind: "list", offsets, item: { kind: "record", fields: new Map(fields) } };
};

const build = (member: Member, read: ReadColumns, rows: number, before: number): Column => {
  switch (member.kind) {
    case "column":
      return columnOf(member.column, read);
    case "lists":
      return joinLists(member.lengths, member.fields, read, before);
    case "record":
      return fieldsOf(member.fields, (from) => columnOf(from, read));
    case "fixed":
      return layOut(member.items, read, rows);
  }
};

/**
 * Events from the columns that were read for them.
 * @param before - events of the source before these, for messages
 * @throws E_SHAPE where parallel lists differ in length
 */
export const assemble = (members: readonly Member[], read: ReadColumns, rows: number, before: number): Piece => {
  const fields = members.map((member) => [member.name, build(member, read, rows, before)] as const);
  return { columns: { kind: "record", fields: new Map(fields) }, size: rows };
};
