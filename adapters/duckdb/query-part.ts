import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import type { Events } from "../events.ts";
import type { ColumnTable } from "./column-table.ts";
import type { Format, Paths } from "./table.ts";

/** What stands between the quotation marks of a query: text, and what was put into it. */
export type QueryPart =
  | { readonly kind: "text"; readonly text: string }
  | { readonly kind: "value"; readonly value: DuckDBValue; readonly type: DuckDBType; readonly shown: string }
  | { readonly kind: "name"; readonly name: string; readonly shown: string }
  | { readonly kind: "files"; readonly format: Format; readonly paths: Paths; readonly shown: string }
  /** `from` tells the same table again, which is then one table. */
  | { readonly kind: "columns"; readonly table: ColumnTable; readonly from: object; readonly shown: string };

const parts = Symbol("parts of a query");

/** Something that carries its own parts of a query; no data can, for the key is a symbol of this file. */
export interface Interpolated {
  readonly [parts]: readonly QueryPart[];
}

/** Gives an object the parts that it stands for in a query. */
export const standingFor = <T extends object>(object: T, own: readonly QueryPart[]): T & Interpolated =>
  Object.assign(object, { [parts]: own });

/** The parts that an object stands for; undefined where it is none of ours. */
export const partsFor = (value: object): readonly QueryPart[] | undefined =>
  parts in value ? (value as Interpolated)[parts] : undefined;

declare const rowType: unique symbol;

/** A query, which is a stream of the events that it gives, and a table to other queries. */
export interface Query<E> extends Events<E> {
  readonly [rowType]?: E;
}
