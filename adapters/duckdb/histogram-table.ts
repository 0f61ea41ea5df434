import type { Histogram, LeafColumn } from "../../core/index.ts";
import { bytesFor } from "../bits.ts";
import { type ColumnTable, columnTable } from "./column-table.ts";

const numbers = (values: Iterable<number>): LeafColumn => ({
  kind: "leaf",
  dtype: "f64",
  values: Float64Array.from(values),
});

/** All rows but the first and the last. */
const inner = (rows: number): Uint8Array => {
  const bits = new Uint8Array(bytesFor(rows));
  for (let i = 1; i < rows - 1; i++) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  return bits;
};

/**
 * A histogram as a table of `low, high, value, variance`: one row per bin, before them the underflow from -infinity and
 * after them the overflow to infinity, whose variances are not known.
 */
export const histogramTable = ({ edges, values, variances, underflow, overflow }: Histogram): ColumnTable => {
  const rows = values.length + 2;
  const fields = new Map([
    ["low", numbers([Number.NEGATIVE_INFINITY, ...edges])],
    ["high", numbers([...edges, Number.POSITIVE_INFINITY])],
    ["value", numbers([underflow, ...values, overflow])],
    ["variance", { ...numbers([0, ...variances, 0]), validity: inner(rows) }],
  ]);
  return columnTable({ kind: "record", fields }, rows);
};
