import { type Column, fail, isValid, type ListColumn, type Validity } from "../../core/index.ts";
import { takeRows } from "../take-rows.ts";
import { checkItems } from "./limits.ts";

const gather = (entries: Uint32Array, offsets: Int32Array, item: Column): Column => {
  const rows = offsets.length - 1;
  const index = new Int32Array(offsets[rows] ?? 0);
  for (let i = 0; i < rows; i++) {
    const first = offsets[i] ?? 0;
    const length = (offsets[i + 1] ?? 0) - first;
    for (let k = 0; k < length; k++) index[first + k] = (entries[4 * i] ?? 0) + k;
  }
  return takeRows(item, index);
};

/**
 * Writes the offsets of lists of which none is missing and each begins where the one before ends; false where they do not,
 * or leave the items.
 */
const putOffsets = (entries: Uint32Array, offsets: Int32Array, items: number): boolean => {
  const words = new Int32Array(entries.buffer, entries.byteOffset, entries.length);
  const rows = offsets.length - 1;
  let at = 0;
  for (let i = 0; i < rows; i++) {
    const length = words[4 * i + 2] ?? 0;
    if (words[4 * i] !== at && length !== 0) return false;
    if (length < 0 || words[4 * i + 1] !== 0 || words[4 * i + 3] !== 0) return false;
    at += length;
    if (at > items) return false;
    offsets[i + 1] = at;
  }
  return true;
};

/**
 * A list column from the entries of a list vector: per row two 64-bit words, the place of the first item and the number
 * of items. Entries may overlap, leave gaps or stand in any order; then the items are gathered.
 * @throws E_OFFSETS where an entry names items that are not there
 */
export const listFrom = (
  entries: Uint32Array,
  validity: Validity | undefined,
  item: Column,
  items: number,
  path: string,
): ListColumn => {
  const rows = entries.length / 4;
  const offsets = new Int32Array(rows + 1);
  if (validity === undefined && putOffsets(entries, offsets, items)) return { kind: "list", offsets, item };
  let at = 0;
  let inOrder = true;
  for (let i = 0; i < rows; i++) {
    const length = isValid(validity, i) ? (entries[4 * i + 2] ?? 0) : 0;
    const first = entries[4 * i] ?? 0;
    if (length > 0) {
      const high = (entries[4 * i + 1] ?? 0) | (entries[4 * i + 3] ?? 0);
      if (high !== 0 || first + length > items)
        throw fail("E_OFFSETS", { what: `a list ends at item ${first + length} of ${items}`, where: path });
      if (first !== at) inOrder = false;
      at += length;
    }
    offsets[i + 1] = at;
  }
  checkItems(at, path);
  return { kind: "list", offsets, item: inOrder ? item : gather(entries, offsets, item), validity };
};
