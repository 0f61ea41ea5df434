import { isValid, type Validity } from "../core/index.ts";

/** Bytes that hold `rows` bits. */
export const bytesFor = (rows: number): number => (rows + 7) >> 3;

const setBit = (bits: Uint8Array, i: number): void => {
  bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
};

/** Clears the bits from `end` to the end of its byte. */
export const clearAfter = (bits: Uint8Array, end: number): void => {
  if (end & 7) bits[end >> 3] = (bits[end >> 3] ?? 0) & ((1 << (end & 7)) - 1);
};

const allSet = (bits: Validity, rows: number): boolean => {
  const whole = rows >> 3;
  for (let i = 0; i < whole; i++) if (bits[i] !== 255) return false;
  for (let i = whole * 8; i < rows; i++) if (!isValid(bits, i)) return false;
  return true;
};

/** The first `rows` bits, or undefined where all of them are set. */
export const someUnset = (bits: Validity | undefined, rows: number): Validity | undefined =>
  bits === undefined || allSet(bits, rows) ? undefined : bits.subarray(0, bytesFor(rows));

/** Set where both are set. */
export const bothSet = (a: Validity | undefined, b: Validity | undefined): Validity | undefined => {
  if (a === undefined || b === undefined) return a ?? b;
  return a.map((byte, i) => byte & (b[i] ?? 0));
};

/** Bits `first` to `end - 1`, without a copy where `first` falls on a byte. */
export const sliceBits = (bits: Validity | undefined, first: number, end: number): Validity | undefined => {
  if (bits === undefined) return undefined;
  const rows = end - first;
  const shift = first & 7;
  const from = first >> 3;
  if (shift === 0) return someUnset(bits.subarray(from), rows);
  const out = new Uint8Array(bytesFor(rows));
  for (let i = 0; i < out.length; i++)
    out[i] = ((bits[from + i] ?? 0) >> shift) | ((bits[from + i + 1] ?? 0) << (8 - shift));
  return someUnset(out, rows);
};

/** The bits of the rows that `index` names, in its order. */
export const takeBits = (bits: Validity | undefined, index: Int32Array): Validity | undefined => {
  if (bits === undefined) return undefined;
  const out = new Uint8Array(bytesFor(index.length));
  index.forEach((row, i) => {
    if (isValid(bits, row)) setBit(out, i);
  });
  return someUnset(out, index.length);
};

/** The bits of several runs of rows, one after the other. */
export const concatBits = (parts: readonly (Validity | undefined)[], rows: readonly number[]): Validity | undefined => {
  if (parts.every((part) => part === undefined)) return undefined;
  const total = rows.reduce((sum, n) => sum + n, 0);
  const out = new Uint8Array(bytesFor(total));
  let at = 0;
  parts.forEach((bits, k) => {
    const n = rows[k] ?? 0;
    if (bits !== undefined && (at & 7) === 0) {
      out.set(bits.subarray(0, bytesFor(n)), at >> 3);
      clearAfter(out, at + n);
    } else for (let i = 0; i < n; i++) if (isValid(bits, i)) setBit(out, at + i);
    at += n;
  });
  return someUnset(out, total);
};
