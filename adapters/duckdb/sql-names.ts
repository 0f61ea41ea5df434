import { fail } from "../../core/index.ts";
import { checkFileName } from "../file-errors.ts";
import { type Interpolated, standingFor } from "./query-part.ts";
import type { Format } from "./table.ts";

/**
 * A name of a column or table in a query, whatever characters it holds.
 * @throws E_COLUMN for a name that SQL has no way to write: an empty one, or one that holds NUL or half a character
 * @example
 * sql`select ${identifier('a"b')} from ${parquetFile("events.parquet")}`
 */
export const identifier = (name: string): Interpolated => {
  if (typeof name !== "string" || name === "" || name.includes("\0") || !name.isWellFormed())
    throw fail("E_COLUMN", {
      what: `${JSON.stringify(name)} cannot be a name in SQL`,
      cure: "give the column another name, or read it by `parquet` or `csv`",
    });
  return standingFor({}, [{ kind: "name", name, shown: `identifier(${JSON.stringify(name)})` }]);
};

const fileIn = (format: Format, path: string | readonly string[]): Interpolated => {
  const [first, ...more] = typeof path === "string" ? [path] : path;
  if (first === undefined) throw fail("E_FILE", { what: "no file is named" });
  for (const name of [first, ...more]) checkFileName(name);
  const shown = `${format}File(${JSON.stringify(path)})`;
  return standingFor({}, [{ kind: "files", format, paths: [first, ...more], shown }]);
};

/**
 * Parquet files as a table of a query, read one after the other. A query reads no file but those put into it this way.
 * @example
 * sql`select met from ${parquetFile("events.parquet")}`
 */
export const parquetFile = (path: string | readonly string[]): Interpolated => fileIn("parquet", path);

/** A CSV file as a table of a query; its types are found as by `csv`. */
export const csvFile = (path: string): Interpolated => fileIn("csv", path);
