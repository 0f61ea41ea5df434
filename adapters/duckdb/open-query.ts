import type { DuckDBConnection } from "@duckdb/node-api";
import type { Demand, EventsType } from "../../core/index.ts";
import type { Piece } from "../pieces.ts";
import { layoutOf } from "./layout.ts";
import type { Member } from "./member.ts";
import { openFiles } from "./open-files.ts";
import type { Settings } from "./options.ts";
import { queryTable } from "./query-table.ts";
import { readTable } from "./read-table.ts";
import type { RenderedQuery } from "./rendered-query.ts";
import type { Table } from "./table.ts";
import { typeOfLayout } from "./type-of-table.ts";

/** A query that can be opened any number of times. */
export interface OpenableQuery {
  /** What errors name. */
  readonly name: string;
  readonly rendered: RenderedQuery;
  readonly settings: Settings;
}

/** The files that a query reads. */
export const filesOf = ({ rendered }: OpenableQuery): readonly string[] => [
  ...new Set([...rendered.tables.values()].flatMap((part) => (part.kind === "files" ? part.paths : []))),
];

const opened = <T>(
  query: OpenableQuery,
  signal: AbortSignal,
  read: (connection: DuckDBConnection, table: Table) => AsyncIterable<T>,
): AsyncGenerator<T> => {
  const { name, settings, rendered } = query;
  const opening = { settings, name, cure: "check that the files of the query are whole" };
  return openFiles(filesOf(query), opening, signal, async function* (connection, real) {
    yield* read(connection, await queryTable(connection, rendered, real));
  });
};

/** The events that a query gives; of its columns only those that are asked for. */
export const readQuery = (
  query: OpenableQuery,
  demand: Demand,
  signal: AbortSignal,
  seen: (layout: readonly Member[]) => void,
): AsyncGenerator<Piece> =>
  opened(query, signal, (connection, table) => readTable(connection, table, query.settings, demand, seen));

/** The type of the events that a query gives, as the one value of a session. */
export const readQueryType = (query: OpenableQuery, signal: AbortSignal): AsyncGenerator<EventsType> =>
  opened(query, signal, async function* (_connection, { columns }) {
    yield typeOfLayout(layoutOf(columns, query.settings.records), undefined);
  });
