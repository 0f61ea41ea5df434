import type { Batch, Column } from "../columns/index.ts";

const stride = 7;

/** A number that tells whether a batch that was read twice is the same: a sum over offsets and a sample of the bytes. */
export const checksumOf = (batch: Batch): number => {
  let sum = batch.size;
  const visit = (column: Column): void => {
    if (column.kind === "record") for (const field of column.fields.values()) visit(field);
    else if (column.kind === "list") {
      for (const offset of column.offsets) sum = (Math.imul(sum, 31) + offset) | 0;
      visit(column.item);
    } else {
      const { buffer, byteOffset, byteLength } = column.values;
      const bytes = new Uint8Array(buffer, byteOffset, byteLength);
      for (let i = 0; i < bytes.length; i += stride) sum = (Math.imul(sum, 31) + (bytes[i] ?? 0)) | 0;
    }
  };
  visit(batch.columns);
  return sum;
};
