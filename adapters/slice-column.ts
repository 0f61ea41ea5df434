import type { Column, RecordColumn } from "../core/index.ts";
import { sliceBits } from "./bits.ts";

/** Rows `first` to `end - 1` of a column that a source made; values and list items are not copied. */
export const sliceColumn = (column: Column, first: number, end: number): Column => {
  const validity = sliceBits(column.validity, first, end);
  switch (column.kind) {
    case "leaf":
      return { ...column, values: column.values.subarray(first, end), validity };
    case "list":
      return { ...column, offsets: column.offsets.subarray(first, end + 1), validity };
    case "record":
      return { ...sliceRecord(column, first, end), validity };
  }
};

/** `sliceColumn` of the events themselves. */
export const sliceRecord = (record: RecordColumn, first: number, end: number): RecordColumn => ({
  kind: "record",
  fields: new Map([...record.fields].map(([name, field]) => [name, sliceColumn(field, first, end)])),
  validity: sliceBits(record.validity, first, end),
});
