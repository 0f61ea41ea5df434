import { type Column, fail, isValid, type LeafColumn, type Validity, valuesFor } from "../../core/index.ts";
import { bothSet, sliceBits } from "../bits.ts";
import { zeroMissing } from "../values.ts";
import { gathered } from "./gather.ts";
import { ownBytes } from "./own-bytes.ts";
import type { Part } from "./part.ts";

/**
 * Which rows have a value; undefined where all have. The bits are counted, not what is said about them.
 * @throws E_OFFSETS where the bitmap is short, or missing though rows are said to be missing
 */
export const validityOf = ({ validity, firstBit, length, nulls }: Part, path: string): Validity | undefined => {
  if (length === 0) return undefined;
  if (validity !== undefined && validity.length * 8 >= firstBit + length)
    return sliceBits(ownBytes(validity), firstBit, firstBit + length);
  if (validity === undefined && nulls <= 0) return undefined;
  throw fail("E_OFFSETS", {
    what: `validity has ${validity?.length ?? 0} bytes for ${length} rows`,
    where: path,
  });
};

const hidden = ({ values }: LeafColumn, validity: Validity): boolean => {
  for (let i = 0; i < values.length; i++) if (!isValid(validity, i) && Number(values[i]) !== 0) return true;
  return false;
};

/** A leaf with zero in place of what is missing; copied only where something else stands there. */
export const cleared = (leaf: LeafColumn): LeafColumn => {
  if (leaf.validity === undefined || !hidden(leaf, leaf.validity)) return leaf;
  const values = valuesFor(leaf.dtype, leaf.values.length);
  if (values instanceof BigInt64Array) values.set(leaf.values instanceof BigInt64Array ? leaf.values : []);
  else values.set(leaf.values instanceof BigInt64Array ? [] : leaf.values);
  zeroMissing(values, leaf.validity);
  return { ...leaf, values };
};

/** A column whose rows are also missing where `validity` says so; lists that are missing are empty. */
export const masked = (column: Column, validity: Validity | undefined): Column => {
  if (validity === undefined) return column;
  const both = bothSet(column.validity, validity);
  switch (column.kind) {
    case "leaf":
      return cleared({ ...column, validity: both });
    case "list":
      return emptied(column.offsets, column.item, both);
    case "record":
      return {
        kind: "record",
        fields: new Map([...column.fields].map(([name, field]) => [name, masked(field, validity)])),
        validity: both,
      };
  }
};

/** Lists of consecutive items, those that are missing without items. */
export const emptied = (offsets: Int32Array, item: Column, validity: Validity | undefined): Column => {
  const rows = offsets.length - 1;
  let full = false;
  for (let i = 0; i < rows && !full && validity; i++) full = !isValid(validity, i) && offsets[i] !== offsets[i + 1];
  if (!full) return { kind: "list", offsets, item, validity };
  const lengths = Int32Array.from({ length: rows }, (_, i) =>
    isValid(validity, i) ? (offsets[i + 1] ?? 0) - (offsets[i] ?? 0) : 0,
  );
  return { ...gathered(offsets, lengths, item), validity };
};
