import type { Column, ListColumn, RecordColumn } from "../core/index.ts";
import { fail } from "../core/index.ts";
import { takeBits } from "./bits.ts";
import { takeValues } from "./values.ts";

const takeItems = (list: ListColumn, index: Int32Array): ListColumn => {
  const offsets = new Int32Array(index.length + 1);
  let total = 0;
  for (let i = 0; i < index.length; i++) {
    const row = index[i] ?? 0;
    total += (list.offsets[row + 1] ?? 0) - (list.offsets[row] ?? 0);
    offsets[i + 1] = total;
  }
  if (total > 2 ** 31 - 1) throw fail("E_LIMIT", { what: `${total} items in one batch`, cure: "a smaller batchSize" });
  const items = new Int32Array(total);
  for (let i = 0, at = 0; i < index.length; i++) {
    const row = index[i] ?? 0;
    const end = list.offsets[row + 1] ?? 0;
    for (let k = list.offsets[row] ?? 0; k < end; k++) items[at++] = k;
  }
  return { kind: "list", offsets, item: takeRows(list.item, items), validity: takeBits(list.validity, index) };
};

/** The rows that `index` names, in its order, buffer by buffer. */
export const takeRows = (column: Column, index: Int32Array): Column => {
  switch (column.kind) {
    case "leaf": {
      const values = takeValues(column.dtype, column.values, index);
      return { ...column, values, validity: takeBits(column.validity, index) };
    }
    case "list":
      return takeItems(column, index);
    case "record":
      return takeRecord(column, index);
  }
};

/** `takeRows` of the events themselves. */
export const takeRecord = (record: RecordColumn, index: Int32Array): RecordColumn => ({
  kind: "record",
  fields: new Map([...record.fields].map(([name, field]) => [name, takeRows(field, index)])),
  validity: takeBits(record.validity, index),
});
