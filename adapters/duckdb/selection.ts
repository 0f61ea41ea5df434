import { type Demand, fail, isDemanded, isDemandedInside } from "../../core/index.ts";
import { columnReader, lengthReader } from "./column-reader.ts";
import type { FileColumn } from "./file-column.ts";
import { columnsOf, type Fields, type Member } from "./member.ts";
import type { Reader } from "./reader.ts";

/** The members that are asked for, with the columns to read, each with a maker of readers for one batch. */
export interface Selection {
  readonly members: readonly Member[];
  readonly columns: readonly { readonly column: FileColumn; readonly reader: () => Reader }[];
}

const pruneFields = (fields: Fields, demand: Demand): Fields =>
  new Map([...fields].filter(([name]) => isDemandedInside(demand, name)));

const pruneMember = (member: Member, demand: Demand): Member => {
  switch (member.kind) {
    case "column":
      return member;
    case "fixed":
      return { ...member, items: member.items.map((fields) => pruneFields(fields, demand)) };
    case "record":
      return { ...member, fields: pruneFields(member.fields, demand) };
    case "lists": {
      const fields = pruneFields(member.fields, demand);
      const [first = member.lengths] = fields.values();
      return { ...member, fields, lengths: first };
    }
  }
};

const checkNames = (members: readonly Member[]): void => {
  const seen = new Set<string>();
  for (const { name } of members) {
    if (seen.has(name))
      throw fail("E_COLUMN", {
        what: `the name ${JSON.stringify(name)} is ambiguous: two members of an event have it`,
        cure: "give one of them another name",
      });
    seen.add(name);
  }
};

/** The columns of which only the number of items is needed. */
const lengthsOnly = (members: readonly Member[]): ReadonlySet<FileColumn> => {
  const whole = new Set(
    members.flatMap((member) => (member.kind === "lists" ? [...member.fields.values()] : columnsOf(member))),
  );
  return new Set(
    members.flatMap((member) => (member.kind === "lists" && !whole.has(member.lengths) ? [member.lengths] : [])),
  );
};

/**
 * What to read for a demand: a member is read only if its name is asked for, and of a record the fields that are.
 * @throws E_COLUMN where a name that is asked for is ambiguous; E_TYPE where its type cannot be read
 */
export const selectionOf = (layout: readonly Member[], demand: Demand): Selection => {
  const members = layout.filter(({ name }) => isDemanded(demand, name)).map((member) => pruneMember(member, demand));
  checkNames(members);
  const lengths = lengthsOnly(members);
  const wants = (field: string): boolean => isDemandedInside(demand, field);
  const readerOf = ({ type, name }: FileColumn): Reader => columnReader(type, wants, name);
  const columns = [...new Set(members.flatMap(columnsOf))].map((column) => ({
    column,
    reader: lengths.has(column) ? () => lengthReader(column.type, column.name) : () => readerOf(column),
  }));
  for (const { reader } of columns) reader();
  return { members, columns };
};
