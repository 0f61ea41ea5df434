import { DuckDBDataChunk } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import {
  type Column,
  type EventsType,
  eventsType,
  isJagradError,
  type Schema,
  schemaOf,
  type Unreadable,
} from "../../core/index.ts";
import { assemble } from "./assemble.ts";
import { columnReader } from "./column-reader.ts";
import type { FileColumn } from "./file-column.ts";
import { columnsOf, type Member } from "./member.ts";

/** A column of its type without rows, from the reader that reads its rows. */
const withoutRows = ({ type, name }: FileColumn): Column => {
  const { chunk } = DuckDBDataChunk.create([type], 0);
  return columnReader(type, () => true, name)(native.data_chunk_get_vector(chunk, 0), 0, undefined);
};

const unreadable = (name: string, reason: string): Unreadable => ({ name, reason });

const typeOfMember = (member: Member): Schema | Unreadable => {
  try {
    const empty = new Map(columnsOf(member).map((column) => [column, withoutRows(column)] as const));
    const { columns } = assemble([member], empty, 0, 0);
    return schemaOf(columns.fields.get(member.name) ?? columns);
  } catch (error) {
    if (!isJagradError(error)) throw error;
    return unreadable(member.name, error.message.replace(/^E_\w+: /, "").replace(/\n[\s\S]*/, ""));
  }
};

/** The type of events of a layout, and which of their members cannot be read. */
export const typeOfLayout = (layout: readonly Member[], rows: number | undefined): EventsType => {
  const byName = Map.groupBy(layout, ({ name }) => name);
  const members = [...byName].map(([name, [first, second]]) => {
    const type = first && !second ? typeOfMember(first) : unreadable(name, "two columns have this name");
    return [name, type] as const;
  });
  const fields = members.flatMap(([name, type]) => ("kind" in type ? [[name, type] as const] : []));
  const lost = members.flatMap(([, type]) => ("kind" in type ? [] : [type]));
  return eventsType({ kind: "record", fields: new Map(fields), nullable: false }, rows, lost);
};
