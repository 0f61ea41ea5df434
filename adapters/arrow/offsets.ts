import { fail } from "../../core/index.ts";
import { viewOf } from "./own-bytes.ts";
import type { Part } from "./part.ts";

const short = ({ offsets, length }: Part, path: string) =>
  fail("E_OFFSETS", { what: `a list has ${offsets?.length ?? 0} bytes of offsets for ${length} rows`, where: path });

const none = new Int32Array(1);

/** The 32-bit offsets of a part; a part without rows may have none. */
export const shortOffsets = (part: Part, path: string): Int32Array => {
  const offsets = viewOf(Int32Array, part.offsets, part.length + 1);
  if (offsets) return offsets;
  if (part.length === 0) return none;
  throw short(part, path);
};

/** 64-bit numbers as 32-bit ones; those that are negative or too large are an error before anything is rounded. */
export const narrowed = (words: Uint32Array, path: string): Int32Array => {
  const out = new Int32Array(words.length / 2);
  for (let i = 0; i < out.length; i++) {
    const low = words[2 * i] ?? 0;
    const high = words[2 * i + 1] ?? 0;
    if (high !== 0 || low > 0x7fffffff) {
      const value = BigInt.asIntN(64, (BigInt(high) << 32n) | BigInt(low));
      throw fail("E_OFFSETS", {
        what: `offset ${value} is beyond 32 bits`,
        where: `${path}, row ${Math.max(0, i - 1)}`,
      });
    }
    out[i] = low;
  }
  return out;
};

/** The 64-bit offsets of a part as 32-bit ones. */
export const longOffsets = (part: Part, items: number, path: string): Int32Array => {
  const words = viewOf(Uint32Array, part.offsets, 2 * (part.length + 1));
  if (words) return checkedOffsets(narrowed(words, path), items, path);
  if (part.length === 0) return none;
  throw short(part, path);
};

/** @throws E_OFFSETS where offsets fall, are negative, or go beyond the items */
export const checkedOffsets = (offsets: Int32Array, items: number, path: string): Int32Array => {
  let last = offsets[0] ?? 0;
  if (last < 0) throw fail("E_OFFSETS", { what: `the first offset is ${last}`, where: `${path}, row 0` });
  for (let i = 1; i < offsets.length; i++) {
    const next = offsets[i] ?? 0;
    if (next < last)
      throw fail("E_OFFSETS", { what: `offsets fall from ${last} to ${next}`, where: `${path}, row ${i - 1}` });
    last = next;
  }
  if (last <= items) return offsets;
  throw fail("E_OFFSETS", { what: `the last offset is ${last}, but there are ${items} items`, where: path });
};
