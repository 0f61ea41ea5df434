import { type EventsType, type Schema, schemaOf } from "../../core/index.ts";
import { typeOfMembers } from "../type-of-members.ts";
import { assemble } from "./assemble.ts";
import { columnFrom, readingOf } from "./column-from.ts";
import { withoutDuals } from "./dual.ts";
import type { Field } from "./field.ts";
import { type Member, membersIn } from "./layout.ts";
import type { Records } from "./options.ts";
import type { Part } from "./part.ts";

/** A column of a type without rows. */
const withoutRows = (field: Field): Part => ({
  field,
  length: 0,
  nulls: 0,
  validity: undefined,
  firstBit: 0,
  values: new Uint8Array(),
  offsets: new Uint8Array(8),
  sizes: new Uint8Array(),
  heaps: [],
  children: field.dictionary ? [] : field.children.map(withoutRows),
  dictionary: field.dictionary && [withoutRows({ ...field, dictionary: undefined })],
});

const schemaOfMember = (member: Member, fields: readonly Field[]): Schema => {
  const columns = assemble(
    [member],
    (place) => {
      const field = fields[place];
      const name = field?.name ?? "";
      const column = field && columnFrom(withoutRows(field), readingOf(), name);
      return { name, column: column ? withoutDuals(column, field, name) : { kind: "record", fields: new Map() } };
    },
    0,
  );
  return schemaOf(columns.fields.get(member.name) ?? columns);
};

/** The type of events of some fields, and which of their members cannot be read. */
export const typeOfFields = (fields: readonly Field[], records: Records, rows: number | undefined): EventsType =>
  typeOfMembers(
    membersIn(fields, records).map((member) => ({ name: member.name, schema: () => schemaOfMember(member, fields) })),
    rows,
  );
