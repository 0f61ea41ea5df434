import { type Column, type ColumnDType, fail, type LeafColumn, valuesFor } from "../core/index.ts";
import { growingBits } from "./growing-bits.ts";
import type { GrowingColumn } from "./growing-column.ts";
import { memoryOf } from "./memory.ts";
import { putValues } from "./values.ts";
import { type Vocabulary, vocabulary } from "./words.ts";

/** Values without the room behind them, copied where that room is large. */
const trimmed = (dtype: ColumnDType, values: LeafColumn["values"], rows: number): LeafColumn["values"] => {
  if (values.length <= rows + rows / 4) return values.subarray(0, rows);
  const own = valuesFor(dtype, rows);
  putValues(own, 0, values, 0, rows);
  return own;
};

/**
 * A column of numbers or words that grows; `room` is the number of rows expected.
 * @param spent - a column that nobody reads any more, for its memory
 */
export const growingLeaf = (dtype: ColumnDType, room: number, spent?: Column): GrowingColumn => {
  const validity = growingBits();
  let values = valuesFor(dtype, room, memoryOf(spent?.kind === "leaf" ? spent.values : undefined));
  let rows = 0;
  let dictionary: readonly string[] | undefined;
  let several: Vocabulary | undefined;
  const soFar = (): LeafColumn => ({ kind: "leaf", dtype, values, dictionary, validity: validity.bits() });
  const unify = (): Vocabulary => {
    const words = vocabulary();
    words.put(values, 0, soFar(), 0, rows);
    dictionary = words.words;
    return words;
  };
  return {
    rows: () => rows,
    add: (column, first, end) => {
      if (column.kind !== "leaf" || column.dtype !== dtype)
        throw fail("E_SCHEMA", { what: "columns of different types cannot be joined" });
      const total = rows + end - first;
      if (total > values.length) {
        const larger = valuesFor(dtype, Math.max(total, 2 * rows));
        putValues(larger, 0, values, 0, rows);
        values = larger;
      }
      if (rows === 0) dictionary = column.dictionary;
      else if (column.dictionary !== dictionary) several ??= unify();
      if (several) several.put(values, rows, column, first, end);
      else putValues(values, rows, column.values, first, end);
      validity.add(column.validity, first, end);
      rows = total;
    },
    column: () => ({ ...soFar(), values: trimmed(dtype, values, rows) }),
  };
};
