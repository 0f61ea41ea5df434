import {
  BIGINT,
  BOOLEAN,
  DOUBLE,
  DuckDBListType,
  DuckDBStructType,
  type DuckDBType,
  FLOAT,
  INTEGER,
  VARCHAR,
} from "@duckdb/node-api";
import { type Column, type ColumnDType, fail } from "../../core/index.ts";

const leafTypes: Readonly<Record<ColumnDType, DuckDBType>> = {
  f64: DOUBLE,
  f32: FLOAT,
  i32: INTEGER,
  i64: BIGINT,
  bool: BOOLEAN,
  string: VARCHAR,
};

/** DuckDB takes names that differ in case alone for one, and would rename the second. */
export const checkNames = (names: Iterable<string>, path: string): void => {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (name === "" || name.includes("\0"))
      throw fail("E_COLUMN", { what: `${JSON.stringify(name)} cannot be the name of a column in a file`, where: path });
    if (other !== undefined)
      throw fail("E_COLUMN", {
        what: `${JSON.stringify(other)} and ${JSON.stringify(name)} are the same name in a file`,
        where: path,
        cure: "names that differ in more than upper and lower case",
      });
    seen.set(name.toLowerCase(), name);
  }
};

/**
 * The type that a column has in a file.
 * @throws E_COLUMN where a name cannot be written; E_TYPE for a record without fields
 */
export const writtenType = (column: Column, path: string): DuckDBType => {
  if (column.kind === "leaf") return leafTypes[column.dtype];
  if (column.kind === "list") return new DuckDBListType(writtenType(column.item, `${path}[]`));
  if (column.fields.size === 0)
    throw fail("E_TYPE", { what: "a record without fields cannot be written", where: path });
  checkNames(column.fields.keys(), path);
  const fields = [...column.fields];
  return new DuckDBStructType(
    fields.map(([name]) => name),
    fields.map(([name, field]) => writtenType(field, `${path}.${name}`)),
  );
};
