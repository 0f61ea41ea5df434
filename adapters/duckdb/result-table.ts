import type { Grid, Histogram, LeafColumn, Profile, Result } from "../../core/index.ts";
import { bytesFor } from "../bits.ts";
import { type ColumnTable, columnTable } from "./column-table.ts";

const bitsWhere = (rows: number, holds: (row: number) => boolean): Uint8Array => {
  const bits = new Uint8Array(bytesFor(rows));
  for (let i = 0; i < rows; i++) if (holds(i)) bits[i >> 3] = (bits[i >> 3] ?? 0) | (1 << (i & 7));
  return bits;
};

/** Numbers as a column; those that are undefined are missing. */
const numbers = (values: Iterable<number | undefined>): LeafColumn => {
  const all = [...values];
  const leaf = { kind: "leaf", dtype: "f64", values: Float64Array.from(all, (x) => x ?? 0) } as const;
  return all.includes(undefined) ? { ...leaf, validity: bitsWhere(all.length, (row) => all[row] !== undefined) } : leaf;
};

const tableOf = (columns: Readonly<Record<string, Iterable<number | undefined>>>): ColumnTable => {
  const fields = Object.entries(columns).map(([name, values]) => [name, numbers(values)] as const);
  return columnTable({ kind: "record", fields: new Map(fields) }, fields[0]?.[1].values.length ?? 0);
};

/**
 * A histogram as a table of `low, high, value, variance`: one row per bin, before them the underflow from -infinity and
 * after them the overflow to infinity, whose variances are not known.
 */
const histogramTable = ({ edges, values, variances, underflow, overflow }: Histogram): ColumnTable =>
  tableOf({
    low: [Number.NEGATIVE_INFINITY, ...edges],
    high: [...edges, Number.POSITIVE_INFINITY],
    value: [underflow, ...values, overflow],
    variance: [undefined, ...variances, undefined],
  });

/** A profile as a table of `low, high, value, variance, weight`: one row per bin; the mean of nothing is missing. */
const profileTable = ({ edges, values, variances, weights }: Profile): ColumnTable => {
  const there = (x: number): number | undefined => (Number.isNaN(x) ? undefined : x);
  return tableOf({
    low: edges.slice(0, -1),
    high: edges.slice(1),
    value: Array.from(values, there),
    variance: Array.from(variances, there),
    weight: weights,
  });
};

/**
 * A grid as a table of `low0, high0, low1, high1, ..., value, variance`: one row per bin, and before them one of what lies
 * outside of any axis, which has no edges and no variance.
 */
const gridTable = ({ axes, shape, values, variances, outside }: Grid): ColumnTable => {
  const strides = shape.map((_, k) => shape.slice(k + 1).reduce((product, n) => product * n, 1));
  const places = (k: number): readonly number[] =>
    Array.from(values, (_value, bin) => Math.floor(bin / (strides[k] ?? 1)) % (shape[k] ?? 1));
  const edges = axes.flatMap((axis, k): readonly (readonly [string, Iterable<number | undefined>])[] => [
    [`low${k}`, [undefined, ...places(k).map((i) => axis[i])]],
    [`high${k}`, [undefined, ...places(k).map((i) => axis[i + 1])]],
  ]);
  return tableOf({
    ...Object.fromEntries(edges),
    value: [outside, ...values],
    variance: [undefined, ...variances],
  });
};

/** A result as a table of its bins; undefined for a single number. */
export const resultTable = (result: Result): ColumnTable | undefined => {
  switch (result.kind) {
    case "histogram":
      return histogramTable(result);
    case "profile":
      return profileTable(result);
    case "grid":
      return gridTable(result);
    case "scalar":
      return undefined;
  }
};
