import { type DuckDBType, INTEGER } from "@duckdb/node-api";
import { type Demand, fail, isCounted, isDemanded, isDemandedInside } from "../../core/index.ts";
import { columnReader, lengthReader } from "./column-reader.ts";
import { type FileColumn, isList } from "./file-column.ts";
import { columnsOf, type Fields, type Member } from "./member.ts";
import type { Reader } from "./reader.ts";

/** A column to read. */
export interface SelectedColumn {
  readonly column: FileColumn;
  /** True where only the number of items of each list is read. */
  readonly isCounted: boolean;
  /** What DuckDB gives. */
  readonly type: DuckDBType;
  /** Makes a reader for one batch. */
  readonly reader: () => Reader;
}

/** The members that are asked for, with the columns to read. */
export interface Selection {
  readonly members: readonly Member[];
  readonly columns: readonly SelectedColumn[];
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
      const fields = isCounted(demand, member.name) ? new Map() : pruneFields(member.fields, demand);
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

/** True for a member that is one column of lists of which only the number of items is needed. */
const isOnlyCounted = (member: Member, demand: Demand): boolean =>
  member.kind === "lists"
    ? member.fields.size === 0
    : member.kind === "column" && isList(member.column) && isCounted(demand, member.name);

/**
 * What to read for a demand: a member is read only if its name is asked for, and of a record the fields that are.
 * @throws E_COLUMN where a name that is asked for is ambiguous; E_TYPE where its type cannot be read
 */
export const selectionOf = (layout: readonly Member[], demand: Demand): Selection => {
  const members = layout.filter(({ name }) => isDemanded(demand, name)).map((member) => pruneMember(member, demand));
  checkNames(members);
  const whole = new Set(members.flatMap((member) => (isOnlyCounted(member, demand) ? [] : columnsOf(member))));
  const wants = (field: string): boolean => isDemandedInside(demand, field);
  const columns = [...new Set(members.flatMap(columnsOf))].map((column): SelectedColumn => {
    const { name, type } = column;
    return whole.has(column)
      ? { column, type, isCounted: false, reader: () => columnReader(type, wants, name) }
      : { column, type: INTEGER, isCounted: true, reader: () => lengthReader(name) };
  });
  for (const { reader } of columns) reader();
  return { members, columns };
};
