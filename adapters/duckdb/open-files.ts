import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../core/index.ts";
import { type InputFile, inputFile } from "./files.ts";
import type { Settings } from "./options.ts";
import { session } from "./session.ts";

/** What changes when one of some files does. */
export const stampOf = (files: readonly InputFile[]): string => files.map((file) => file.stamp).join("\n");

export interface OpenOptions {
  readonly settings: Settings;
  /** What errors name. */
  readonly name: string;
  readonly cure: string;
}

/**
 * Runs `read` on a connection that reaches some files, which must not change meanwhile.
 * @throws E_FILE where a file is missing or changed; as `session` does
 */
export async function* openFiles<T>(
  names: readonly string[],
  { settings: { threads, memoryLimit }, name, cure }: OpenOptions,
  signal: AbortSignal,
  read: (connection: DuckDBConnection, real: (name: string) => string) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const files = await Promise.all(names.map(inputFile));
  const real = new Map(names.map((name, k) => [name, files[k]?.path ?? name]));
  const options = { threads, memoryLimit, paths: files.map(({ path }) => path), name, cure };
  yield* session(options, signal, (connection) => read(connection, (given) => real.get(given) ?? given));
  if (stampOf(await Promise.all(names.map(inputFile))) !== stampOf(files))
    throw fail("E_FILE", { what: "the file changed while it was read", where: name });
}
