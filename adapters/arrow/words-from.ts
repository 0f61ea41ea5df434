import { fail, isValid, type LeafColumn, type Validity } from "../../core/index.ts";
import { wordCodes } from "../word-codes.ts";
import { longestWord } from "./limits.ts";
import { checkedOffsets, longOffsets, shortOffsets } from "./offsets.ts";
import { ownBytes, viewOf } from "./own-bytes.ts";
import type { Part } from "./part.ts";

/** Calls `use` with the place of the string of each row that has one. */
type EachWord = (use: (row: number, bytes: Uint8Array, first: number, end: number) => void) => void;

type Reader = (part: Part, validity: Validity | undefined, path: string) => EachWord;

const inlined = 12;

const consecutive =
  (offsetsOf: (part: Part, bytes: number, path: string) => Int32Array): Reader =>
  (part, validity, path) => {
    const bytes = ownBytes(part.values ?? new Uint8Array());
    const offsets = checkedOffsets(offsetsOf(part, bytes.length, path), bytes.length, path);
    return (use) => {
      for (let row = 0; row < part.length; row++)
        if (isValid(validity, row)) use(row, bytes, offsets[row] ?? 0, offsets[row + 1] ?? 0);
    };
  };

const viewed: Reader = (part, validity, path) => {
  const entries = viewOf(Int32Array, part.values, 4 * part.length);
  if (entries === undefined) throw fail("E_SHAPE", { what: `too few bytes for ${part.length} views`, where: path });
  const bytes = new Uint8Array(entries.buffer, entries.byteOffset, entries.byteLength);
  const heaps = part.heaps.map(ownBytes);
  return (use) => {
    for (let row = 0; row < part.length; row++) {
      if (!isValid(validity, row)) continue;
      const length = entries[4 * row] ?? 0;
      const short = length >= 0 && length <= inlined;
      const heap = short ? bytes : heaps[entries[4 * row + 2] ?? -1];
      const first = short ? 16 * row + 4 : (entries[4 * row + 3] ?? -1);
      if (heap === undefined || length < 0 || first < 0 || first + length > heap.length)
        throw fail("E_OFFSETS", {
          what: "a view of a string points outside its buffers",
          where: `${path}, row ${row}`,
        });
      use(row, heap, first, first + length);
    }
  };
};

const byType: ReadonlyMap<string, Reader> = new Map([
  ["utf8", consecutive((part, _, path) => shortOffsets(part, path))],
  ["large utf8", consecutive(longOffsets)],
  ["utf8 view", viewed],
]);

/** True for types whose values are words. */
export const isWords = (text: string): boolean => byType.has(text);

/**
 * Strings as numbers of the words that occur.
 * @throws E_OFFSETS where a string is outside its buffer; E_LIMIT where one is too long
 */
export const wordsFrom = (part: Part, text: string, validity: Validity | undefined, path: string): LeafColumn => {
  const { dictionary, codeOf } = wordCodes();
  const values = new Int32Array(part.length);
  byType.get(text)?.(part, validity, path)((row, bytes, first, end) => {
    if (end - first > longestWord)
      throw fail("E_LIMIT", { what: `a string has ${end - first} bytes, more than ${longestWord}`, where: path });
    values[row] = codeOf(bytes, first, end);
  });
  return { kind: "leaf", dtype: "string", values, dictionary, validity };
};
