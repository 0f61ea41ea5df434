import type { DuckDBConnection } from "@duckdb/node-api";
import type { Demand } from "../../core/index.ts";
import type { Piece } from "../pieces.ts";
import { assemble } from "./assemble.ts";
import { pieces } from "./chunks.ts";
import { layoutOf } from "./layout.ts";
import type { Settings } from "./options.ts";
import { selectionOf } from "./selection.ts";
import { selectSql } from "./sql.ts";
import type { Table } from "./table.ts";

/** The events of a table in its order; of columns only those that are asked for. */
export async function* readTable(
  connection: DuckDBConnection,
  { sql, columns: all, values, types }: Table,
  settings: Settings,
  demand: Demand,
  seen: (members: readonly string[]) => void,
): AsyncGenerator<Piece> {
  const layout = layoutOf(all, settings.records);
  seen(layout.map(({ name }) => name));
  const selection = selectionOf(layout, demand);
  const places = selection.columns.map(({ column }) => column.place);
  const result = await connection.stream(selectSql(sql, all.length, places), values, types);
  const makeReaders = () => selection.columns.map(({ reader }) => reader());
  let before = 0;
  for await (const { columns: read, size } of pieces(result, makeReaders, settings.batchSize)) {
    const named = [...read.fields.values()].flatMap((field, k) => {
      const column = selection.columns[k]?.column;
      return column === undefined ? [] : [[column, field] as const];
    });
    yield assemble(selection.members, new Map(named), size, before);
    before += size;
  }
}
