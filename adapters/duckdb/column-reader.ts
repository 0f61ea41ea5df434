import { DuckDBArrayType, DuckDBListType, DuckDBStructType, type DuckDBType } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import { fail, isValid } from "../../core/index.ts";
import { checkItems, deepest } from "./limits.ts";
import { listFrom } from "./list-entries.ts";
import { numberReader } from "./number-reader.ts";
import { bytesOf, free, type Reader, validityOf } from "./reader.ts";
import { stringReader } from "./string-reader.ts";

/** True for the fields of records that are asked for. */
export type Wants = (field: string) => boolean;

const listReader =
  (item: Reader, path: string): Reader =>
  (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const items = native.list_vector_get_size(vector);
    checkItems(items, path);
    const entries = new Uint32Array(bytesOf(vector, rows * 16));
    const list = listFrom(entries, validity, item(native.list_vector_get_child(vector), items, undefined), items, path);
    free(entries.buffer);
    return list;
  };

const arrayReader =
  (item: Reader, length: number, path: string): Reader =>
  (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const items = rows * length;
    checkItems(items, path);
    const entries = new Uint32Array(rows * 4);
    for (let row = 0; row < rows; row++) {
      entries[4 * row] = row * length;
      entries[4 * row + 2] = length;
    }
    return listFrom(entries, validity, item(native.array_vector_get_child(vector), items, undefined), items, path);
  };

const recordReader =
  (fields: readonly (readonly [name: string, place: number, reader: Reader])[]): Reader =>
  (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const read = fields.map(
      ([name, place, reader]) => [name, reader(native.struct_vector_get_child(vector, place), rows, validity)] as const,
    );
    return { kind: "record", fields: new Map(read), validity };
  };

const readerAt = (type: DuckDBType, wants: Wants, path: string, depth: number): Reader => {
  if (depth > deepest)
    throw fail("E_LIMIT", { what: `a column is nested more than ${deepest} levels deep`, where: path });
  const inner = (item: DuckDBType, below: string): Reader => readerAt(item, wants, path + below, depth + 1);
  if (type instanceof DuckDBListType) return listReader(inner(type.valueType, "[]"), path);
  if (type instanceof DuckDBArrayType) return arrayReader(inner(type.valueType, "[]"), type.length, path);
  if (type instanceof DuckDBStructType)
    return recordReader(
      type.entryNames.flatMap((name, place) => {
        const field = type.entryTypes[place];
        return field && wants(name) ? [[name, place, inner(field, `.${name}`)] as const] : [];
      }),
    );
  const reader = numberReader(type, path) ?? stringReader(type, path);
  if (reader) return reader;
  throw fail("E_TYPE", {
    what: `columns of type ${type} cannot be read`,
    where: path,
    cure: "leave the column out, or make it a number, a text, a list or a struct; in SQL by a cast, column::varchar",
  });
};

/**
 * The reader of a column; of records it reads the fields that `wants` asks for.
 * @throws E_TYPE where a wanted part has a type without reader; E_LIMIT where it is nested too deep
 */
export const columnReader = (type: DuckDBType, wants: Wants, path: string): Reader => readerAt(type, wants, path, 0);

/** Reads how many items each list has, numbers of 32 bits, as lists of records without fields. */
export const lengthReader =
  (path: string): Reader =>
  (vector, rows, parent) => {
    const validity = validityOf(vector, rows, parent);
    const lengths = new Int32Array(bytesOf(vector, rows * 4));
    const offsets = new Int32Array(rows + 1);
    let at = 0;
    for (let row = 0; row < rows; row++) {
      if (isValid(validity, row)) at += lengths[row] ?? 0;
      offsets[row + 1] = at;
    }
    free(lengths.buffer);
    checkItems(at, path);
    return { kind: "list", offsets, item: { kind: "record", fields: new Map() }, validity };
  };
