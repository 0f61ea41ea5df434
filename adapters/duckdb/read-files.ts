import type { DuckDBConnection } from "@duckdb/node-api";
import { type Demand, type EventsType, fail, type Schema, type Source } from "../../core/index.ts";
import { checkSchema, withoutMissing } from "../check-schema.ts";
import { type Events, eventsFrom, type Open } from "../events.ts";
import { folded, foldedSize, numbered, type Piece } from "../pieces.ts";
import { type InputFile, inputFile } from "./files.ts";
import { kept } from "./keep.ts";
import { layoutOf } from "./layout.ts";
import type { Member } from "./member.ts";
import { type FileOptions, type Settings, settingsOf } from "./options.ts";
import { readTable } from "./read-table.ts";
import { session } from "./session.ts";
import { type Format, tableOf } from "./table.ts";
import { typeOfLayout } from "./type-of-table.ts";

type Names = readonly [string, ...string[]];

const stampOf = (files: readonly InputFile[]): string => files.map((file) => file.stamp).join("\n");

/** The events of files, in their order. */
async function* readAll(
  connection: DuckDBConnection,
  format: Format,
  paths: Names,
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
  paths: Names,
  { records, fold }: Settings,
): AsyncGenerator<EventsType> {
  const { columns, rows } = await tableOf(connection, format, paths);
  yield typeOfLayout(layoutOf(columns, records), rows === undefined ? undefined : foldedSize(rows, fold));
}

/** Runs `read` on a connection that reaches some files, which must not change meanwhile. */
async function* openFiles<T>(
  names: Names,
  source: Source,
  settings: Settings,
  signal: AbortSignal,
  read: (connection: DuckDBConnection, paths: Names) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const [first, ...more] = names;
  const files = [await inputFile(first), ...(await Promise.all(more.map(inputFile)))] as const;
  const paths: Names = [files[0].path, ...files.slice(1).map((file) => file.path)];
  const { threads, memoryLimit } = settings;
  const options = { threads, memoryLimit, paths, name: source.name, cure: "check that the file is whole" };
  yield* session(options, signal, (connection) => read(connection, paths));
  if (stampOf(await Promise.all(names.map(inputFile))) !== stampOf(files))
    throw fail("E_FILE", { what: "the file changed while it was read", where: source.name });
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
  const files: Names = [first, ...more];
  let members: readonly string[] = [];
  const name = more.length > 0 ? `${first} and ${more.length} more` : first;
  const see = (layout: readonly Member[]): void => {
    members = layout.map((member) => member.name);
    if (schema) checkSchema(schema, typeOfLayout(layout, undefined), name);
  };
  const type = async (): Promise<EventsType> => {
    const never = new AbortController().signal;
    const types = openFiles(files, source, settings, never, (connection, paths) =>
      readType(connection, format, paths, settings),
    );
    for await (const found of types) return found;
    throw fail("E_FILE", { what: "the file says nothing of its columns", where: name });
  };
  const source: Source = { name, replayable: true, members: () => members, type };
  const read: Open = (demand, signal) => {
    const all = openFiles(files, source, settings, signal, (connection, paths) =>
      readAll(connection, format, paths, settings, demand, see),
    );
    return numbered(source, folded(all, settings.fold));
  };
  const open = schema ? withoutMissing(read, schema, name) : read;
  const stamp = async (): Promise<string> => stampOf(await Promise.all(names.map(inputFile)));
  return eventsFrom<E>(source, settings.keep > 0 ? kept(open, settings.keep, stamp) : open);
};
