import type { Values } from "./column.ts";
import type { ColumnDType } from "./schema.ts";

interface Vector {
  readonly BYTES_PER_ELEMENT: number;
  new (memory: ArrayBuffer, at: number, length: number): Values;
}

const vectors: Readonly<Record<ColumnDType, Vector>> = {
  f64: Float64Array,
  f32: Float32Array,
  i32: Int32Array,
  i64: BigInt64Array,
  bool: Uint8Array,
  string: Int32Array,
};

const newMemory = (bytes: number): ArrayBuffer => new ArrayBuffer(bytes);

/**
 * Room for `length` values of a type.
 * @param memory - what gives that many bytes or more; without it they are new, and all zero
 */
export const valuesFor = (dtype: ColumnDType, length: number, memory = newMemory): Values => {
  const vector = vectors[dtype];
  return new vector(memory(length * vector.BYTES_PER_ELEMENT), 0, length);
};
