import { DuckDBDataChunk } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import { type Column, type EventsType, type Schema, schemaOf } from "../../core/index.ts";
import { typeOfMembers } from "../type-of-members.ts";
import { assemble } from "./assemble.ts";
import { columnReader } from "./column-reader.ts";
import type { FileColumn } from "./file-column.ts";
import { columnsOf, type Member } from "./member.ts";

/** A column of its type without rows, from the reader that reads its rows. */
const withoutRows = ({ type, name }: FileColumn): Column => {
  const { chunk } = DuckDBDataChunk.create([type], 0);
  return columnReader(type, () => true, name)(native.data_chunk_get_vector(chunk, 0), 0, undefined);
};

const schemaOfMember = (member: Member): Schema => {
  const empty = new Map(columnsOf(member).map((column) => [column, withoutRows(column)] as const));
  const { columns } = assemble([member], empty, 0, 0);
  return schemaOf(columns.fields.get(member.name) ?? columns);
};

/** The type of events of a layout, and which of their members cannot be read. */
export const typeOfLayout = (layout: readonly Member[], rows: number | undefined): EventsType =>
  typeOfMembers(
    layout.map((member) => ({ name: member.name, schema: () => schemaOfMember(member) })),
    rows,
  );
