import type { DuckDBConnection } from "@duckdb/node-api";
import { type Demand, fail, type Source } from "../../core/index.ts";
import { type Events, eventsFrom, type Open } from "../events.ts";
import { folded, numbered, type Piece } from "../pieces.ts";
import { type InputFile, inputFile } from "./files.ts";
import { kept } from "./keep.ts";
import { type FileOptions, type Settings, settingsOf } from "./options.ts";
import { readTable } from "./read-table.ts";
import { session } from "./session.ts";
import { type Format, tableOf } from "./table.ts";

type Names = readonly [string, ...string[]];

const stampOf = (files: readonly InputFile[]): string => files.map((file) => file.stamp).join("\n");

/** The events of files, in their order. */
async function* readAll(
  connection: DuckDBConnection,
  format: Format,
  paths: Names,
  settings: Settings,
  demand: Demand,
  seen: (members: readonly string[]) => void,
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

async function* openFiles(
  names: Names,
  format: Format,
  source: Source,
  settings: Settings,
  demand: Demand,
  signal: AbortSignal,
  seen: (members: readonly string[]) => void,
): AsyncGenerator<Piece> {
  const [first, ...more] = names;
  const files = [await inputFile(first), ...(await Promise.all(more.map(inputFile)))] as const;
  const paths: Names = [files[0].path, ...files.slice(1).map((file) => file.path)];
  const { threads, memoryLimit } = settings;
  const options = { threads, memoryLimit, paths, name: source.name, cure: "check that the file is whole" };
  yield* session(options, signal, (connection) => readAll(connection, format, paths, settings, demand, seen));
  if (stampOf(await Promise.all(names.map(inputFile))) !== stampOf(files))
    throw fail("E_FILE", { what: "the file changed while it was read", where: source.name });
}

/** Events from files of a format that DuckDB reads. */
export const readFiles = <E>(format: Format, names: readonly string[], options: FileOptions): Events<E> => {
  const settings = settingsOf(options);
  const [first, ...more] = names;
  if (first === undefined) throw fail("E_FILE", { what: "no file is named" });
  let members: readonly string[] = [];
  const see = (names: readonly string[]): void => {
    members = names;
  };
  const name = more.length > 0 ? `${first} and ${more.length} more` : first;
  const source: Source = { name, replayable: true, members: () => members };
  const open: Open = (demand, signal) =>
    numbered(source, folded(openFiles([first, ...more], format, source, settings, demand, signal, see), settings.fold));
  const stamp = async (): Promise<string> => stampOf(await Promise.all(names.map(inputFile)));
  return eventsFrom<E>(source, settings.keep > 0 ? kept(open, settings.keep, stamp) : open);
};
