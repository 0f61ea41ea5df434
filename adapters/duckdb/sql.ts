import { fail } from "../../core/index.ts";

/** A text as an SQL literal: the one way in which text from outside enters a statement. */
export const quoteText = (text: string): string => {
  if (text.includes("\0")) throw fail("E_FILE", { what: "a name holds a NUL character", where: JSON.stringify(text) });
  return `'${text.replaceAll("'", "''")}'`;
};

/** A path as a pattern that matches only itself. */
export const globOf = (path: string): string => path.replace(/[*?[]/g, "[$&]");

const listOf = (texts: readonly string[]): string => `[${texts.map(quoteText).join(", ")}]`;

export type Format = "parquet" | "csv";

const readers: Readonly<Record<Format, (paths: readonly string[]) => string>> = {
  parquet: (paths) => `read_parquet(${listOf(paths.map(globOf))}, hive_partitioning = false)`,
  csv: (paths) =>
    `read_csv(${listOf(paths.map(globOf))}, header = true, sample_size = -1, hive_partitioning = false, ` +
    "auto_type_candidates = ['BOOLEAN', 'INTEGER', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'VARCHAR'])",
};

/** The table that the files hold. */
export const tableSql = (format: Format, paths: readonly string[]): string => readers[format](paths);

/**
 * Selects columns by their place in the file. Columns are called `c0, c1, ...` in the statement: names in files are
 * data, and none of them enters SQL.
 * @param places - empty: rows without columns
 */
export const selectSql = (table: string, width: number, places: readonly number[]): string => {
  const all = Array.from({ length: width }, (_, k) => `c${k}`).join(", ");
  const wanted = places.map((k) => `c${k}`).join(", ") || "1";
  return `select ${wanted} from ${table} as t(${all})`;
};

/** What an instance has to run first: only these files may be reached, and no setting can be changed any more. */
export const lockSql = (paths: readonly string[]): readonly string[] => [
  "set temp_directory = ''",
  `set allowed_paths = ${listOf([...new Set(paths.flatMap((path) => [path, globOf(path)]))])}`,
  "set enable_external_access = false",
  "set lock_configuration = true",
];
