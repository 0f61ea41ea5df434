import { type Column, fail, type ListColumn, type RecordColumn } from "../../core/index.ts";
import { bothSet } from "../bits.ts";
import { sliceColumn } from "../slice-column.ts";
import type { Member } from "./layout.ts";

/** A column by its place in the source. */
type Read = (place: number) => { readonly name: string; readonly column: Column };

const lengthAt = ({ offsets }: ListColumn, row: number): number => (offsets[row + 1] ?? 0) - (offsets[row] ?? 0);

const joinLists = (member: string, fields: ReadonlyMap<string, number>, read: Read, rows: number): ListColumn => {
  const lists = [...fields].map(([field, place]) => {
    const { name, column } = read(place);
    if (column.kind === "list") return { field, name, list: column };
    throw fail("E_TYPE", { what: "this column holds no lists", where: name });
  });
  const [first, ...others] = lists;
  if (first === undefined) throw fail("E_SHAPE", { what: `${JSON.stringify(member)} has no columns` });
  for (const { name, list } of others)
    for (let row = 0; row < rows; row++)
      if (lengthAt(list, row) !== lengthAt(first.list, row))
        throw fail("E_SHAPE", {
          what: `${JSON.stringify(first.name)} and ${JSON.stringify(name)} cannot be joined: their lists differ in length`,
          where: `row ${row} of a batch: ${lengthAt(first.list, row)} and ${lengthAt(list, row)} items`,
          cure: "name the columns that belong together instead of a pattern",
        });
  const start = first.list.offsets[0] ?? 0;
  const items = ({ offsets, item }: ListColumn): Column => {
    const own = offsets[0] ?? 0;
    return sliceColumn(item, own, offsets[rows] ?? own);
  };
  return {
    kind: "list",
    offsets: start === 0 ? first.list.offsets : first.list.offsets.map((offset) => offset - start),
    item: { kind: "record", fields: new Map(lists.map(({ field, list }) => [field, items(list)])) },
    validity: lists.map(({ list }) => list.validity).reduce(bothSet),
  };
};

const build = (member: Member, read: Read, rows: number): Column => {
  if (member.kind === "column") return read(member.place).column;
  if (member.kind === "lists") return joinLists(member.name, member.fields, read, rows);
  const fields = [...member.fields].map(([name, place]) => [name, read(place).column] as const);
  return { kind: "record", fields: new Map(fields) };
};

/**
 * Events from the columns that were read for them.
 * @throws E_SHAPE where parallel lists differ in length
 */
export const assemble = (members: readonly Member[], read: Read, rows: number): RecordColumn => ({
  kind: "record",
  fields: new Map(members.map((member) => [member.name, build(member, read, rows)])),
});
