import { type EventColumns, eventColumns } from "../../core/index.ts";
import { joinPieces } from "../join-pieces.ts";
import type { Piece } from "../pieces.ts";
import { plainRow } from "../plain-rows.ts";
import { readQuery } from "./open-query.ts";
import { openable } from "./query.ts";
import type { Query } from "./query-part.ts";

export interface ResultOptions {
  readonly signal?: AbortSignal;
}

const resultOf = async (query: object, { signal = new AbortController().signal }: ResultOptions): Promise<Piece> => {
  const opened = openable(query);
  return joinPieces(
    readQuery(opened, { names: undefined }, signal, () => undefined),
    opened.settings.fold,
  );
};

/**
 * What a query gives, as columns.
 * @throws as the stream of the query does; E_CANCELLED after an abort
 * @example
 * const { columns } = await columnsFrom(sql`select met, weight from ${parquetFile("events.parquet")}`);
 */
export const columnsFrom = async (query: Query<unknown>, options: ResultOptions = {}): Promise<EventColumns> => {
  const { columns, size } = await resultOf(query, options);
  return eventColumns(columns, size, []);
};

/**
 * What a query gives, as rows: null for what is missing, bigint for BIGINT.
 * @throws as `columnsFrom` does
 * @example
 * const [row] = await rowsFrom(sql<{ n: bigint }>`select count(*) as n from ${columns}`);
 */
export const rowsFrom = async <E>(query: Query<E>, options: ResultOptions = {}): Promise<readonly E[]> => {
  const { columns, size } = await resultOf(query, options);
  return Array.from({ length: size }, (_, row) => plainRow(columns, row) as E);
};
