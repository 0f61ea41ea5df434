import { type ColumnDType, isValid, type Validity, type Values } from "../core/index.ts";

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

/** The values at the places that `index` names. */
export const takeValues = (dtype: ColumnDType, values: Values, index: Int32Array): Values => {
  const out = valuesFor(dtype, index.length);
  if (out instanceof BigInt64Array) {
    if (values instanceof BigInt64Array) for (let i = 0; i < out.length; i++) out[i] = values[index[i] ?? 0] ?? 0n;
  } else if (!(values instanceof BigInt64Array))
    for (let i = 0; i < out.length; i++) out[i] = values[index[i] ?? 0] ?? 0;
  return out;
};

/** Copies the first `rows` of `values` to place `at` of `target`; both hold the same type. */
export const putValues = (target: Values, at: number, values: Values, rows: number): void => {
  if (target instanceof BigInt64Array) {
    if (values instanceof BigInt64Array) target.set(values.subarray(0, rows), at);
  } else if (!(values instanceof BigInt64Array)) target.set(values.subarray(0, rows), at);
};

/** Sets the rows that have no value to zero: buffers from outside hold anything there. */
export const zeroMissing = (values: Values, validity: Validity | undefined): void => {
  if (validity === undefined) return;
  const big = values instanceof BigInt64Array;
  for (let i = 0; i < values.length; i++) {
    if (isValid(validity, i)) continue;
    if (big) values[i] = 0n;
    else values[i] = 0;
  }
};
