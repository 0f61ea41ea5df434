import type { Column, ListColumn } from "../../core/index.ts";
import { takeRows } from "../take-rows.ts";
import { checkItems } from "./limits.ts";

/** Lists from the place of their first item and their length, in any order; items are gathered. */
export const gathered = (starts: Int32Array, lengths: Int32Array, item: Column, path = ""): ListColumn => {
  const rows = lengths.length;
  const offsets = new Int32Array(rows + 1);
  let total = 0;
  for (let i = 0; i < rows; i++) {
    total += lengths[i] ?? 0;
    checkItems(total, path);
    offsets[i + 1] = total;
  }
  const index = new Int32Array(total);
  for (let i = 0, at = 0; i < rows; i++) {
    const start = starts[i] ?? 0;
    const length = lengths[i] ?? 0;
    for (let k = 0; k < length; k++) index[at++] = start + k;
  }
  return { kind: "list", offsets, item: takeRows(item, index) };
};
