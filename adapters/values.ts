import { type ColumnDType, isValid, type Validity, type Values, valuesFor } from "../core/index.ts";

/** The values at the places that `index` names. */
export const takeValues = (dtype: ColumnDType, values: Values, index: Int32Array): Values => {
  const out = valuesFor(dtype, index.length);
  if (out instanceof BigInt64Array) {
    if (values instanceof BigInt64Array) for (let i = 0; i < out.length; i++) out[i] = values[index[i] ?? 0] ?? 0n;
  } else if (!(values instanceof BigInt64Array))
    for (let i = 0; i < out.length; i++) out[i] = values[index[i] ?? 0] ?? 0;
  return out;
};

/** Copies places `first` to `end - 1` of `values` to place `at` of `target`; both hold the same type. */
export const putValues = (target: Values, at: number, values: Values, first: number, end: number): void => {
  if (target instanceof BigInt64Array) {
    if (values instanceof BigInt64Array) target.set(values.subarray(first, end), at);
  } else if (!(values instanceof BigInt64Array)) target.set(values.subarray(first, end), at);
};

/** Whole numbers of 32 bits as such of 64 bits, written in two halves. */
export const widened = (values: Int32Array | Uint32Array): BigInt64Array<ArrayBuffer> => {
  const out = new BigInt64Array(values.length);
  const halves = new Int32Array(out.buffer);
  const signed = values instanceof Int32Array;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    halves[2 * i] = value;
    if (signed && value < 0) halves[2 * i + 1] = -1;
  }
  return out;
};

/** True where a number is below zero. */
export const hasNegative = ({ buffer, byteOffset, length }: BigInt64Array): boolean => {
  const halves = new Int32Array(buffer, byteOffset, 2 * length);
  for (let i = 1; i < halves.length; i += 2) if ((halves[i] ?? 0) < 0) return true;
  return false;
};

/** Sets the rows that have no value to zero: buffers from outside hold anything there. */
export const zeroMissing = (values: Values, validity: Validity | undefined): void => {
  if (validity === undefined) return;
  const zero = values instanceof BigInt64Array ? 0n : 0;
  for (let byte = 0; 8 * byte < values.length; byte++) {
    if (validity[byte] === 255) continue;
    const end = Math.min(values.length, 8 * byte + 8);
    for (let i = 8 * byte; i < end; i++) if (!isValid(validity, i)) values[i] = zero;
  }
};
