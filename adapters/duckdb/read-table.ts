import { type DuckDBConnection, DuckDBDataChunk } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import type { Demand } from "../../core/index.ts";
import type { Piece } from "../pieces.ts";
import { assemble, type ReadColumns } from "./assemble.ts";
import { pieces } from "./chunks.ts";
import { layoutOf } from "./layout.ts";
import type { Member } from "./member.ts";
import type { Settings } from "./options.ts";
import { type Selection, selectionOf } from "./selection.ts";
import { selectSql } from "./sql.ts";
import type { Table } from "./table.ts";

/** What reading nothing gives: the columns are there all the same. */
const readNothing = ({ columns }: Selection): ReadColumns => {
  const { chunk } = DuckDBDataChunk.create(
    columns.map(({ type }) => type),
    0,
  );
  return new Map(
    columns.map(({ column, reader }, k) => [column, reader()(native.data_chunk_get_vector(chunk, k), 0, undefined)]),
  );
};

/**
 * The events of a table in its order; of columns only those that are asked for. Where there are no events, one empty
 * piece shows their columns.
 */
export async function* readTable(
  connection: DuckDBConnection,
  { sql, columns: all, values, types, errorOf }: Table,
  settings: Settings,
  demand: Demand,
  seen: (layout: readonly Member[]) => void,
): AsyncGenerator<Piece> {
  const layout = layoutOf(all, settings.records);
  seen(layout);
  const selection = selectionOf(layout, demand);
  const selected = selection.columns.map(({ column: { place }, isCounted }) => ({ place, isCounted }));
  const statement = selectSql(sql, all.length, selected);
  let before = 0;
  try {
    const result = await connection.stream(statement, values, types);
    const makeReaders = () => selection.columns.map(({ reader }) => reader());
    const lends = demand.givesBack === true;
    for await (const { columns: read, size, release } of pieces(result, makeReaders, settings.batchSize, lends)) {
      const named = [...read.fields.values()].flatMap((field, k) => {
        const column = selection.columns[k]?.column;
        return column === undefined ? [] : [[column, field] as const];
      });
      yield { ...assemble(selection.members, new Map(named), size, before), release };
      before += size;
    }
  } catch (error) {
    throw errorOf ? errorOf(error, statement) : error;
  }
  if (before === 0) yield assemble(selection.members, readNothing(selection), 0, 0);
}
