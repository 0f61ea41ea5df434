import type { Values } from "./column.ts";
import type { ColumnDType } from "./schema.ts";

const makers: Readonly<Record<ColumnDType, (length: number) => Values>> = {
  f64: (length) => new Float64Array(length),
  f32: (length) => new Float32Array(length),
  i32: (length) => new Int32Array(length),
  i64: (length) => new BigInt64Array(length),
  bool: (length) => new Uint8Array(length),
  string: (length) => new Int32Array(length),
};

/** Room for `length` values of a type, all zero. */
export const valuesFor = (dtype: ColumnDType, length: number): Values => makers[dtype](length);
