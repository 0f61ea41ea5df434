import type { DuckDBConnection } from "@duckdb/node-api";
import { fail } from "../../core/index.ts";
import { globOf, quoteText } from "./sql.ts";

/** How the lines of a CSV file are cut, and the names in its first line. */
export interface CsvDialect {
  readonly delimiter: string;
  readonly names: readonly string[];
}

const delimiters = [",", ";", "\t", "|"];

/** Cuts one line; in quotes a delimiter is a character and two quotes are one. */
export const cutLine = (line: string, delimiter: string): readonly string[] => {
  const cells = [""];
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? "";
    const last = cells.length - 1;
    if (char === '"' && quoted && line[i + 1] === '"') i++;
    else if (char === '"') {
      quoted = !quoted;
      continue;
    }
    if (char === delimiter && !quoted) cells.push("");
    else cells[last] = `${cells[last]}${char}`;
  }
  return cells;
};

/** The dialect that a line of names is written in: the delimiter that cuts it into most names. */
export const dialectOf = (line: string): CsvDialect => {
  const text = line.replace(/^\uFEFF/, "").replace(/\r$/, "");
  const cuts = delimiters.map((delimiter) => ({ delimiter, names: cutLine(text, delimiter) }));
  return cuts.reduce((best, cut) => (cut.names.length > best.names.length ? cut : best));
};

const lineSql = (path: string): string =>
  `select line from read_csv(${quoteText(globOf(path))}, header = false, auto_detect = false, skip = 0, ` +
  `delim = '\x1f', quote = '', escape = '', columns = { 'line': 'VARCHAR' }, hive_partitioning = false) limit 1`;

/** @throws E_FILE where the file has no first line */
export const csvDialect = async (connection: DuckDBConnection, path: string): Promise<CsvDialect> => {
  const [row] = (await connection.runAndReadAll(lineSql(path))).getRows();
  if (row === undefined) throw fail("E_FILE", { what: "the file has no line of names", where: path });
  return dialectOf(row[0] === null ? "" : String(row[0]));
};
