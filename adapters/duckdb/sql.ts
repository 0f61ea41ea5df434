import { fail } from "../../core/index.ts";

/** A text as an SQL literal: the one way in which text from outside enters a statement. */
export const quoteText = (text: string): string => {
  if (text.includes("\0")) throw fail("E_FILE", { what: "a name holds a NUL character", where: JSON.stringify(text) });
  return `'${text.replaceAll("'", "''")}'`;
};

/** A name as an SQL identifier; it is not empty and holds no NUL. */
export const quoteName = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** A path as a pattern that matches only itself. */
export const globOf = (path: string): string => path.replace(/[*?[]/g, "[$&]");

const listOf = (texts: readonly string[]): string => `[${texts.map(quoteText).join(", ")}]`;

/** The table that Parquet files hold. */
export const parquetTable = (paths: readonly string[]): string =>
  `read_parquet(${listOf(paths.map(globOf))}, hive_partitioning = false)`;

const csvCall = (paths: readonly string[], delimiter: string, options: string): string =>
  `read_csv(${listOf(paths.map(globOf))}, header = true, skip = 0, delim = ${quoteText(delimiter)}, quote = '"', ` +
  `escape = '"', comment = '', hive_partitioning = false, ${options})`;

/** The table that CSV files hold; nothing but the types of columns is left to be guessed. */
export const csvTable = (paths: readonly string[], delimiter: string): string => {
  const types = "['BOOLEAN', 'INTEGER', 'BIGINT', 'DOUBLE', 'DATE', 'TIMESTAMP', 'VARCHAR']";
  return csvCall(paths, delimiter, `sample_size = -1, auto_type_candidates = ${types}`);
};

/** The table that a CSV file holds whose names and types have been found: no statement has to find them anew. */
export const typedCsvTable = (
  path: string,
  delimiter: string,
  columns: readonly { readonly name: string; readonly type: { toString(): string } }[],
): string => {
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(String(type))}`).join(", ");
  return csvCall([path], delimiter, `auto_detect = false, columns = { ${types} }`);
};

/** A statement that fails where a CSV file has a line of other length than `width`, and says where. */
export const csvCheck = (paths: readonly string[], delimiter: string, width: number): string => {
  const columns = Array.from({ length: width }, (_, k) => `c${k}: 'VARCHAR'`).join(", ");
  return `select count(*) from ${csvCall(paths, delimiter, `auto_detect = false, columns = { ${columns} }`)}`;
};

/** A column in a statement by its place in the file: names in files are data, and none of them enters SQL. */
const columnSql = (place: number): string => `c${place}`;

/** How much of a column is selected: all, or only how many items each of its lists has. */
export interface Selected {
  readonly place: number;
  readonly isCounted: boolean;
}

/**
 * Selects columns by their place in the file.
 * @param selected - empty: rows without columns
 */
export const selectSql = (table: string, width: number, selected: readonly Selected[]): string => {
  const all = Array.from({ length: width }, (_, place) => columnSql(place)).join(", ");
  const wanted = selected.map(({ place, isCounted }) =>
    isCounted ? `len(${columnSql(place)})::INTEGER` : columnSql(place),
  );
  return `select ${wanted.join(", ") || "1"} from ${table} as t(${all})`;
};

/** What an instance has to run first: only these files may be reached, and no setting can be changed any more. */
export const lockSql = (paths: readonly string[]): readonly string[] => [
  "set temp_directory = ''",
  "set errors_as_json = true",
  `set allowed_paths = ${listOf([...new Set(paths.flatMap((path) => [path, globOf(path)]))])}`,
  "set enable_external_access = false",
  "set lock_configuration = true",
];
