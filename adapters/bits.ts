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
  const out = new Uint8Array(a.length);
  for (let i = 0; i < out.length; i++) out[i] = (a[i] ?? 0) & (b[i] ?? 0);
  return out;
};

/** Sets the bits of `rows` rows in a target whose bits from `at` on are unset; without bits all are set. */
export const orBits = (target: Uint8Array, at: number, bits: Validity | undefined, rows: number): void => {
  const shift = at & 7;
  const from = at >> 3;
  const bytes = bytesFor(rows);
  const last = (1 << (((rows - 1) & 7) + 1)) - 1;
  for (let i = 0; i < bytes; i++) {
    const byte = (bits === undefined ? 255 : (bits[i] ?? 0)) & (i === bytes - 1 ? last : 255);
    target[from + i] = (target[from + i] ?? 0) | (byte << shift);
    if (shift !== 0) target[from + i + 1] = byte >> (8 - shift); // past the end it is not stored
  }
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
