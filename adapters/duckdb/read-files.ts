import type { DuckDBConnection } from "@duckdb/node-api";
import { type Demand, type EventsType, fail, type Schema, type Source } from "../../core/index.ts";
import { checkSchema, withoutMissing } from "../check-schema.ts";
import { type Events, eventsFrom, type Open } from "../events.ts";
import { folded, foldedSize, numbered, type Piece } from "../pieces.ts";
import { inputFile } from "./files.ts";
import { kept } from "./keep.ts";
import { layoutOf } from "./layout.ts";
import type { Member } from "./member.ts";
import { openFiles, stampOf } from "./open-files.ts";
import { type FileOptions, type Settings, settingsOf } from "./options.ts";
import { readTable } from "./read-table.ts";
import { type Format, type Paths, tableOf } from "./table.ts";
import { typeOfLayout } from "./type-of-table.ts";

/** The events of files, in their order. */
async function* readAll(
  connection: DuckDBConnection,
  format: Format,
  paths: Paths,
  settings: Settings,
  demand: Demand,
  seen: (layout: readonly Member[]) => void,
): AsyncGenerator<Piece> {
  const table = await tableOf(connection, format, paths);
  let rows = 0;
  for await (const piece of readTable(connection, table, settings, demand, seen)) {
    rows += piece.size;
    yield piece;
  }
  if (table.rows !== undefined && rows !== table.rows)
    throw fail("E_FILE", {
      what: `${rows} events were read, but the file says that it holds ${table.rows}`,
      where: paths.join("\n"),
    });
}

/** The type of the events of files, as the one value of a session. */
async function* readType(
  connection: DuckDBConnection,
  format: Format,
  paths: Paths,
  { records, fold }: Settings,
): AsyncGenerator<EventsType> {
  const { columns, rows } = await tableOf(connection, format, paths);
  yield typeOfLayout(layoutOf(columns, records), rows === undefined ? undefined : foldedSize(rows, fold));
}

/**
 * Events from files of a format that DuckDB reads.
 * @param schema - what the events must have
 */
export const readFiles = <E>(
  format: Format,
  names: readonly string[],
  options: FileOptions,
  schema: Schema | undefined,
): Events<E> => {
  const settings = settingsOf(options);
  const [first, ...more] = names;
  if (first === undefined) throw fail("E_FILE", { what: "no file is named" });
  const files: Paths = [first, ...more];
  let members: readonly string[] = [];
  const name = more.length > 0 ? `${first} and ${more.length} more` : first;
  const opening = { settings, name, cure: "check that the file is whole" };
  const pathsOf = (real: (name: string) => string): Paths => [real(first), ...more.map(real)];
  const see = (layout: readonly Member[]): void => {
    members = layout.map((member) => member.name);
    if (schema) checkSchema(schema, typeOfLayout(layout, undefined), name);
  };
  const type = async (): Promise<EventsType> => {
    const never = new AbortController().signal;
    const types = openFiles(files, opening, never, (connection, real) =>
      readType(connection, format, pathsOf(real), settings),
    );
    for await (const found of types) return found;
    throw fail("E_FILE", { what: "the file says nothing of its columns", where: name });
  };
  const source: Source = { name, replayable: true, members: () => members, type };
  const read: Open = (demand, signal) => {
    const all = openFiles(files, opening, signal, (connection, real) =>
      readAll(connection, format, pathsOf(real), settings, demand, see),
    );
    return numbered(source, folded(all, settings.fold));
  };
  const open = schema ? withoutMissing(read, schema, name) : read;
  const stamp = async (): Promise<string> => stampOf(await Promise.all(names.map(inputFile)));
  return eventsFrom<E>(source, settings.keep > 0 ? kept(open, settings.keep, stamp) : open);
};
