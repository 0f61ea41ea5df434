import type { Vector } from "@duckdb/node-bindings";
import native from "@duckdb/node-bindings";
import { type Column, fail, isValid, type LeafColumn, type ListColumn, type Validity } from "../../core/index.ts";
import { bothSet, sliceBits } from "../bits.ts";

const copy = (vector: Vector, array: ArrayBufferView<ArrayBufferLike>): void => {
  const bytes =
    array.buffer instanceof ArrayBuffer
      ? array
      : Uint8Array.from(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  if (bytes.buffer instanceof ArrayBuffer && bytes.byteLength > 0)
    native.copy_data_to_vector(vector, 0, bytes.buffer, bytes.byteOffset, bytes.byteLength);
};

const writeValidity = (vector: Vector, bits: Validity | undefined): void => {
  if (bits === undefined) return;
  native.vector_ensure_validity_writable(vector);
  const own = Uint8Array.from(bits);
  native.copy_data_to_vector_validity(vector, 0, own.buffer, 0, own.byteLength);
};

const writeLeaf = (
  vector: Vector,
  { dtype, values, dictionary }: LeafColumn,
  first: number,
  rows: number,
  validity: Validity | undefined,
): void => {
  if (dtype !== "string") copy(vector, values.subarray(first, first + rows));
  else
    for (let i = 0; i < rows; i++) {
      if (!isValid(validity, i)) continue;
      const word = dictionary?.[Number(values[first + i])];
      if (word === undefined)
        throw fail("E_SHAPE", { what: `row ${first + i} has word ${values[first + i]} of ${dictionary?.length ?? 0}` });
      native.vector_assign_string_element(vector, i, word);
    }
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
  writeVector(native.list_vector_get_child(vector), item, base, items, undefined);
};

/**
 * Writes rows `first` to `first + rows - 1` of a column into a vector of the type that `writtenType` gives.
 * @param parent - which of these rows have a value in the record that the column is a field of; DuckDB does not look
 */
export const writeVector = (
  vector: Vector,
  column: Column,
  first: number,
  rows: number,
  parent: Validity | undefined,
): void => {
  if (rows === 0) return;
  const validity = bothSet(sliceBits(column.validity, first, first + rows), parent);
  if (column.kind === "leaf") writeLeaf(vector, column, first, rows, validity);
  else if (column.kind === "list") writeList(vector, column, first, rows);
  else
    [...column.fields.values()].forEach((field, k) => {
      writeVector(native.struct_vector_get_child(vector, k), field, first, rows, validity);
    });
  writeValidity(vector, validity);
};
