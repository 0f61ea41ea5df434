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
import { type Column, type ColumnDType, fail, type LeafColumn, type Values } from "../../core/index.ts";

const leafTypes: Readonly<
  Record<ColumnDType, { readonly type: DuckDBType; readonly values: new (length: number) => Values }>
> = {
  f64: { type: DOUBLE, values: Float64Array },
  f32: { type: FLOAT, values: Float32Array },
  i32: { type: INTEGER, values: Int32Array },
  i64: { type: BIGINT, values: BigInt64Array },
  bool: { type: BOOLEAN, values: Uint8Array },
  string: { type: VARCHAR, values: Int32Array },
};

/** DuckDB takes names that differ in case alone for one, and would rename the second. */
export const checkNames = (names: Iterable<string>, path: string): void => {
  const seen = new Map<string, string>();
  for (const name of names) {
    const other = seen.get(name.toLowerCase());
    if (name === "" || name.includes("\0") || !name.isWellFormed())
      throw fail("E_COLUMN", {
        what: `${JSON.stringify(name)} cannot be the name of a column in a file or in SQL`,
        where: path,
        cure: "give the column another name",
      });
    if (other !== undefined)
      throw fail("E_AMBIGUOUS", {
        what: `${JSON.stringify(other)} and ${JSON.stringify(name)} are the same name in a file or in SQL`,
        where: path,
        cure: "names that differ in more than upper and lower case",
      });
    seen.set(name.toLowerCase(), name);
  }
};

/** Bytes are copied as they are, so an array of another width would be read or written past its end. */
const leafType = ({ dtype, values, dictionary }: LeafColumn, path: string): DuckDBType => {
  const expected = leafTypes[dtype];
  const broken = dictionary?.find((word) => !word.isWellFormed());
  if (broken !== undefined)
    throw fail("E_TYPE", {
      what: `${JSON.stringify(broken)} holds half a character: it cannot be written as UTF-8`,
      where: path,
      cure: "word.toWellFormed()",
    });
  if (values instanceof expected.values) return expected.type;
  throw fail("E_TYPE", {
    what: `a column of type ${dtype} holds its values in a ${values.constructor.name}`,
    where: path,
    cure: `a ${expected.values.name}`,
  });
};

/**
 * The type that a column has in a file or in SQL.
 * @throws E_COLUMN, E_AMBIGUOUS where a name cannot be written; E_TYPE for a record without fields
 */
export const writtenType = (column: Column, path: string): DuckDBType => {
  if (column.kind === "leaf") return leafType(column, path);
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
