import { type EventsType, fail, type Source } from "../../core/index.ts";
import { type Events, eventsFrom, type Open } from "../events.ts";
import { folded, numbered } from "../pieces.ts";
import { inputFile } from "./files.ts";
import type { Interpolation } from "./interpolation.ts";
import { kept } from "./keep.ts";
import { stampOf } from "./open-files.ts";
import { filesOf, type OpenableQuery, readQuery, readQueryType } from "./open-query.ts";
import { type FileOptions, type Settings, settingsOf } from "./options.ts";
import { type Query, type QueryPart, standingFor } from "./query-part.ts";
import { renderQuery } from "./rendered-query.ts";
import { queryParts } from "./template.ts";

const queries = new WeakMap<object, OpenableQuery>();

/**
 * The query that a tag made.
 * @throws E_TYPE where it is another thing
 */
export const openable = (query: object): OpenableQuery => {
  const found = queries.get(query);
  if (found) return found;
  throw fail("E_TYPE", { what: "this is no query", cure: "hand in what sql`...` gives, before any operator" });
};

const longestName = 80;

const nameOf = (shown: string): string => {
  const line = shown.replaceAll(/\s+/g, " ").trim();
  return line.length > longestName ? `${line.slice(0, longestName)}...` : line;
};

const typeOfQuery = async (query: OpenableQuery): Promise<EventsType> => {
  for await (const type of readQueryType(query, new AbortController().signal)) return type;
  throw fail("E_QUERY", { what: "the query says nothing of its columns", where: query.name });
};

const eventsOf = <E>(query: OpenableQuery): Events<E> => {
  const { name, settings } = query;
  let members: readonly string[] = [];
  const source: Source = { name, replayable: true, members: () => members, type: () => typeOfQuery(query) };
  const open: Open = (demand, signal) => {
    const pieces = readQuery(query, demand, signal, (layout) => {
      members = layout.map((member) => member.name);
    });
    return numbered(source, folded(pieces, settings.fold));
  };
  const stamp = async (): Promise<string> => stampOf(await Promise.all(filesOf(query).map(inputFile)));
  return eventsFrom<E>(source, settings.keep > 0 ? kept(open, settings.keep, stamp) : open);
};

/** True where the events are those of the query's own text, so that they may stand for it in another query. */
const isWhole = ({ fold, records }: Settings): boolean => fold === undefined && Object.keys(records).length === 0;

const queryOf = <E>(parts: readonly QueryPart[], settings: Settings): Query<E> => {
  const rendered = renderQuery(parts);
  const query: OpenableQuery = { name: nameOf(rendered.shown), rendered, settings };
  const events = eventsOf<E>(query);
  queries.set(events, query);
  if (!isWhole(settings)) return events;
  return standingFor(events, [{ kind: "text", text: "(" }, ...parts, { kind: "text", text: "\n)" }]);
};

/** Makes queries of templates. */
export interface Sql {
  <E>(text: TemplateStringsArray, ...values: readonly Interpolation[]): Query<E>;
  /** The same tag with other options. */
  with(options: FileOptions): Sql;
}

const tagWith = (settings: Settings): Sql =>
  Object.assign(
    <E>(text: TemplateStringsArray, ...values: readonly Interpolation[]): Query<E> => {
      if (!Array.isArray(text) || !Array.isArray(text.raw))
        throw fail("E_TYPE", { what: "sql is the tag of a template, not a function", cure: "sql`select ...`" });
      return queryOf<E>(queryParts(text.raw, values), settings);
    },
    { with: (options: FileOptions): Sql => tagWith(settingsOf(options)) },
  );

/**
 * A query over files, columns and other queries as a stream of events. Values in `${...}` are bound and names quoted, so
 * that none of them becomes text of the statement; files, columns, batches, histograms and queries are tables. Only
 * columns that the lambdas mention are computed. Events come in the order of the query: where it does not say `order by`,
 * two passes give the same order for plain selections, and for `group by` with `threads: 1`.
 * @throws E_NONFINITE, E_TYPE, E_AMBIGUOUS, E_COLUMN for what cannot be put into a query; E_QUERY where a value stands
 * in a quotation. In the stream: E_QUERY, with the place, where the query cannot be run or is not one select; E_FILE for
 * its files; E_TYPE where a column that is asked for has a type without counterpart
 * @example
 * const events = sql<{ met: number }>`select met from ${parquetFile("events.parquet")} where met > ${20}`;
 */
export const sql: Sql = tagWith(settingsOf({}));
