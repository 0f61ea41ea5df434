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
import type { Vector } from "@duckdb/node-bindings";
import native from "@duckdb/node-bindings";
import {
  type Column,
  type ColumnDType,
  fail,
  isValid,
  type LeafColumn,
  type ListColumn,
  type Validity,
} from "../../core/index.ts";
import { sliceBits } from "../bits.ts";

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
export const typeOf = (column: Column, path: string): DuckDBType => {
  if (column.kind === "leaf") return leafTypes[column.dtype];
  if (column.kind === "list") return new DuckDBListType(typeOf(column.item, `${path}[]`));
  if (column.fields.size === 0)
    throw fail("E_TYPE", { what: "a record without fields cannot be written", where: path });
  checkNames(column.fields.keys(), path);
  const fields = [...column.fields];
  return new DuckDBStructType(
    fields.map(([name]) => name),
    fields.map(([name, field]) => typeOf(field, `${path}.${name}`)),
  );
};

const copy = (vector: Vector, array: ArrayBufferView<ArrayBufferLike>): void => {
  const bytes =
    array.buffer instanceof ArrayBuffer
      ? array
      : Uint8Array.from(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength > 0)
    native.copy_data_to_vector(vector, 0, bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

const writeValidity = (vector: Vector, validity: Validity | undefined, first: number, rows: number): void => {
  const bits = sliceBits(validity, first, first + rows);
  if (bits === undefined) return;
  native.vector_ensure_validity_writable(vector);
  const own = Uint8Array.from(bits);
  native.copy_data_to_vector_validity(vector, 0, own.buffer, 0, own.byteLength);
};

const writeLeaf = (vector: Vector, column: LeafColumn, first: number, rows: number): void => {
  const { dtype, values, dictionary, validity } = column;
  if (dtype !== "string") return copy(vector, values.subarray(first, first + rows));
  for (let i = 0; i < rows; i++)
    if (isValid(validity, first + i))
      native.vector_assign_string_element(vector, i, dictionary?.[Number(values[first + i])] ?? "");
};

const writeList = (vector: Vector, { offsets, item }: ListColumn, first: number, rows: number): void => {
  const base = offsets[first] ?? 0;
  const items = (offsets[first + rows] ?? base) - base;
  const entries = new Uint32Array(4 * rows);
  for (let i = 0; i < rows; i++) {
    const at = offsets[first + i] ?? 0;
    entries[4 * i] = at - base;
    entries[4 * i + 2] = (offsets[first + i + 1] ?? at) - at;
  }
  native.list_vector_reserve(vector, items);
  native.list_vector_set_size(vector, items);
  copy(vector, entries);
  writeVector(native.list_vector_get_child(vector), item, base, items);
};

/** Writes rows `first` to `first + rows - 1` of a column into a vector of the type that `typeOf` gives. */
export const writeVector = (vector: Vector, column: Column, first: number, rows: number): void => {
  if (rows === 0) return;
  if (column.kind === "leaf") writeLeaf(vector, column, first, rows);
  else if (column.kind === "list") writeList(vector, column, first, rows);
  else
    [...column.fields.values()].forEach((field, k) =>
      writeVector(native.struct_vector_get_child(vector, k), field, first, rows),
    );
  writeValidity(vector, column.validity, first, rows);
};
