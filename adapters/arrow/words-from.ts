import { fail, isValid, type LeafColumn, type Validity } from "../../core/index.ts";
import { longestWord } from "./limits.ts";
import { checkedOffsets, longOffsets, shortOffsets } from "./offsets.ts";
import { ownBytes, viewOf } from "./own-bytes.ts";
import type { Part } from "./part.ts";

/** The bytes of the string of one row. */
type BytesOf = (row: number) => Uint8Array;

const inlined = 12;

const consecutive = (offsets: Int32Array, part: Part, path: string): BytesOf => {
  const bytes = ownBytes(part.values ?? new Uint8Array());
  checkedOffsets(offsets, bytes.length, path);
  return (row) => bytes.subarray(offsets[row], offsets[row + 1]);
};

const viewed = (part: Part, path: string): BytesOf => {
  const entries = viewOf(Int32Array, part.values, 4 * part.length);
  if (entries === undefined) throw fail("E_SHAPE", { what: `too few bytes for ${part.length} views`, where: path });
  const bytes = new Uint8Array(entries.buffer, entries.byteOffset, entries.byteLength);
  const heaps = part.heaps.map(ownBytes);
  return (row) => {
    const length = entries[4 * row] ?? 0;
    if (length >= 0 && length <= inlined) return bytes.subarray(16 * row + 4, 16 * row + 4 + length);
    const heap = heaps[entries[4 * row + 2] ?? -1];
    const first = entries[4 * row + 3] ?? -1;
    if (length >= 0 && first >= 0 && first + length <= (heap?.length ?? -1) && heap)
      return heap.subarray(first, first + length);
    throw fail("E_OFFSETS", { what: "a view of a string points outside its buffers", where: `${path}, row ${row}` });
  };
};

const byType: ReadonlyMap<string, (part: Part, path: string) => BytesOf> = new Map([
  ["utf8", (part, path) => consecutive(shortOffsets(part, path), part, path)],
  ["large utf8", (part, path) => consecutive(longOffsets(part, part.values?.length ?? 0, path), part, path)],
  ["utf8 view", viewed],
]);

/** True for types whose values are words. */
export const isWords = (text: string): boolean => byType.has(text);

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/**
 * Strings as numbers of the words that occur.
 * @throws E_OFFSETS where a string is outside its buffer; E_LIMIT where one is too long
 */
export const wordsFrom = (part: Part, text: string, validity: Validity | undefined, path: string): LeafColumn => {
  const bytesOf = byType.get(text)?.(part, path);
  const dictionary: string[] = [];
  const codes = new Map<string, number>();
  const values = new Int32Array(part.length);
  for (let row = 0; row < part.length && bytesOf; row++) {
    if (!isValid(validity, row)) continue;
    const bytes = bytesOf(row);
    if (bytes.length > longestWord)
      throw fail("E_LIMIT", { what: `a string has ${bytes.length} bytes, more than ${longestWord}`, where: path });
    const word = decoder.decode(bytes);
    const code = codes.get(word) ?? dictionary.push(word) - 1;
    codes.set(word, code);
    values[row] = code;
  }
  return { kind: "leaf", dtype: "string", values, dictionary, validity };
};
