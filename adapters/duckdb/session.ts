import { type DuckDBConnection, DuckDBInstance } from "@duckdb/node-api";
import { fail, isJagradError, type JagradError } from "../../core/index.ts";
import { inOneLine, saidBy } from "./said.ts";
import { lockSql } from "./sql.ts";

export interface SessionOptions {
  readonly threads: number;
  readonly memoryLimit: string;
  /** The only files that the session reaches, for reading or writing. */
  readonly paths: readonly string[];
  /** What errors name. */
  readonly name: string;
  /** What to do where DuckDB fails. */
  readonly cure: string;
}

const shut = { autoinstall_known_extensions: "false", autoload_known_extensions: "false" };

const openInstance = ({ threads, memoryLimit }: SessionOptions): Promise<DuckDBInstance> =>
  DuckDBInstance.create(":memory:", { ...shut, threads: String(threads), memory_limit: memoryLimit }).catch(
    (cause: unknown) => {
      throw fail("E_LIMIT", { what: `DuckDB does not start with memoryLimit ${memoryLimit}`, cause });
    },
  );

/** What DuckDB says, without the statement and its advice. */
const saying = (error: unknown): string => {
  const { kind, message } = saidBy(error);
  return inOneLine(kind === "" ? message : `${kind} Error: ${message}`);
};

/** What DuckDB says where a limit is met, and what to do. */
const limits: readonly (readonly [RegExp, string])[] = [
  [/^Out of Memory/, "a larger memoryLimit, or fewer columns"],
  [/Maximum line size/, "check that every quotation ends, and that lines do"],
];

const translate = (error: unknown, { name, cure }: SessionOptions, aborted: boolean): JagradError => {
  if (aborted) return fail("E_CANCELLED", { what: "reading was stopped", where: name, cause: error });
  if (isJagradError(error)) return error;
  const what = saying(error);
  const limit = limits.find(([words]) => words.test(what));
  if (limit) return fail("E_LIMIT", { what, where: name, cure: limit[1], cause: error });
  return fail("E_FILE", { what, where: name, cure, cause: error });
};

/** An interrupt between two statements, or before one has begun, is forgotten: it is said until it is heard [ms]. */
const untilNextInterrupt = 20;

/**
 * Runs `body` on a connection of its own, which reaches no file but the named ones. An abort interrupts the query; the
 * connection is closed when the query has ended, whichever way `body` is left.
 * @throws E_CANCELLED after an abort; E_LIMIT where memory runs out; E_FILE around other errors of DuckDB
 */
export async function* session<T>(
  options: SessionOptions,
  signal: AbortSignal,
  body: (connection: DuckDBConnection) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const instance = await openInstance(options);
  const connection = await instance.connect();
  let again: ReturnType<typeof setInterval> | undefined;
  const interrupt = (): void => {
    connection.interrupt();
    again ??= setInterval(interrupt, untilNextInterrupt);
  };
  signal.addEventListener("abort", interrupt);
  try {
    for (const statement of lockSql(options.paths)) await connection.run(statement);
    signal.throwIfAborted();
    yield* body(connection);
    signal.throwIfAborted();
  } catch (error) {
    throw translate(error, options, signal.aborted);
  } finally {
    signal.removeEventListener("abort", interrupt);
    clearInterval(again);
    connection.closeSync();
    instance.closeSync();
  }
}
