import { type ErrorCode, fail, isJagradError, type JagradError } from "../../core/index.ts";
import { placeIn, type RenderedQuery } from "./rendered-query.ts";
import { inOneLine, saidBy } from "./said.ts";

const codes: ReadonlyMap<string, ErrorCode> = new Map([
  ["Out of Memory", "E_LIMIT"],
  ["IO", "E_FILE"],
]);

const cures: ReadonlyMap<string, string> = new Map([
  ["Out of Memory", 'a larger memoryLimit: sql.with({ memoryLimit: "4GB" })'],
  ["Catalog", "tables are put in as values: parquetFile(path), csvFile(path), columns, another query"],
  ["Permission", "files are put in as values: parquetFile(path) or csvFile(path)"],
  ["Parameter Not Allowed", "put in a column by identifier(name); a text is a value"],
  ["Conversion", "try_cast(... as ...) where a value may not fit"],
]);

/**
 * What DuckDB says of a query, with the place in the query as it was written.
 * @param statement - the statement that failed, which holds the text of the query
 */
export const queryError = (error: unknown, query: RenderedQuery, statement: string): JagradError => {
  if (isJagradError(error)) return error;
  const { kind, message, at } = saidBy(error, statement);
  const place = at === undefined ? -1 : at - statement.indexOf(query.text);
  const inside = place >= 0 && place <= query.text.length;
  return fail(codes.get(kind) ?? "E_QUERY", {
    what: inOneLine(kind === "" ? message : `${kind} Error: ${message}`),
    where: inside ? placeIn(query, place) : query.shown,
    cure: cures.get(kind),
    cause: error,
  });
};

/** Waits for what a statement gives. */
export const asked = <T>(given: Promise<T>, query: RenderedQuery, statement: string): Promise<T> =>
  given.catch((error: unknown) => {
    throw queryError(error, query, statement);
  });
