import type { WordCodes } from "../word-codes.ts";

const size = 256;

/** The code of a short word, whose length and letters are the four numbers from `at` on; `bytes` is the same memory. */
export type ShortWords = (entries: Uint32Array, at: number, bytes: Uint8Array) => number;

/** Codes of short words by their whole entry, as many as a small table has places for; `codeOf` finds all others. */
export const shortWords = ({ codeOf }: WordCodes): ShortWords => {
  const keys = new Uint32Array(4 * size);
  const codes = new Int32Array(size).fill(-1);
  return (entries, at, bytes) => {
    const a = entries[at] ?? 0;
    const b = entries[at + 1] ?? 0;
    const c = entries[at + 2] ?? 0;
    const d = entries[at + 3] ?? 0;
    const place =
      Math.imul(a ^ Math.imul(b, 0x9e3779b1) ^ Math.imul(c, 0x85ebca6b) ^ Math.imul(d, 0xc2b2ae35), 0x27d4eb2f) >>> 24;
    const key = 4 * place;
    const code = codes[place] ?? -1;
    if (code >= 0 && keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) return code;
    keys[key] = a;
    keys[key + 1] = b;
    keys[key + 2] = c;
    keys[key + 3] = d;
    const found = codeOf(bytes, 4 * at + 4, 4 * at + 4 + a);
    codes[place] = found;
    return found;
  };
};
