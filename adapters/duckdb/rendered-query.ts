import type { DuckDBType, DuckDBValue } from "@duckdb/node-api";
import { caret } from "../../core/index.ts";
import type { QueryPart } from "./query-part.ts";
import { quoteName } from "./sql.ts";

/** A table that has to be there before a statement runs. */
export type TablePart = Extract<QueryPart, { readonly kind: "files" | "columns" }>;

/** A query as DuckDB gets it, and as people wrote it. */
export interface RenderedQuery {
  readonly text: string;
  readonly values: Record<string, DuckDBValue>;
  readonly types: Record<string, DuckDBType>;
  readonly tables: ReadonlyMap<string, TablePart>;
  /** The query with what was put into it in `${...}`. */
  readonly shown: string;
  /** Where each part begins in `text` and in `shown`. */
  readonly places: readonly { readonly at: number; readonly shownAt: number; readonly isText: boolean }[];
}

const keyOf = (part: TablePart): unknown =>
  part.kind === "columns" ? part.from : JSON.stringify([part.format, ...part.paths]);

/** Text in which names are quoted, values are parameters, and tables have names that none of the data chose. */
export const renderQuery = (parts: readonly QueryPart[]): RenderedQuery => {
  const values: Record<string, DuckDBValue> = {};
  const types: Record<string, DuckDBType> = {};
  const tables = new Map<string, TablePart>();
  const known = new Map<unknown, string>();
  const places: RenderedQuery["places"][number][] = [];
  let [text, shown, count] = ["", "", 0];
  const tableOf = (part: TablePart): string => {
    const name = known.get(keyOf(part)) ?? `jagrad_table_${known.size}`;
    known.set(keyOf(part), name);
    tables.set(name, part);
    return name;
  };
  const parameterOf = (value: DuckDBValue, type: DuckDBType): string => {
    const name = `jagrad_${count++}`;
    values[name] = value;
    types[name] = type;
    return name;
  };
  for (const part of parts) {
    places.push({ at: text.length, shownAt: shown.length, isText: part.kind === "text" });
    switch (part.kind) {
      case "text":
        text += part.text;
        break;
      case "value":
        text += ` $${parameterOf(part.value, part.type)} `;
        break;
      case "name":
        text += ` ${quoteName(part.name)} `;
        break;
      default:
        text += ` ${tableOf(part)} `;
    }
    shown += part.kind === "text" ? part.text : `\${${part.shown}}`;
  }
  return { text, values, types, tables, shown, places };
};

/** The line of a query that holds a place of `text`, with a caret under the place. */
export const placeIn = ({ places, shown }: RenderedQuery, at: number): string => {
  const place = places.findLast((candidate) => candidate.at <= at);
  const start = (place?.shownAt ?? 0) + (place?.isText ? at - place.at : 0);
  return caret(shown, start, start + 1);
};
