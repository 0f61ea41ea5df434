import { type Column, isValid } from "../core/index.ts";

/** One row of a column as plain JSON-like data, null where there is no value, bigint for `i64`. */
export const plainRow = (column: Column, row: number): unknown => {
  if (!isValid(column.validity, row)) return null;
  switch (column.kind) {
    case "leaf": {
      const value = column.values[row];
      if (column.dtype === "string") return column.dictionary?.[Number(value)];
      return column.dtype === "bool" ? value === 1 : value;
    }
    case "list": {
      const first = column.offsets[row] ?? 0;
      return Array.from({ length: (column.offsets[row + 1] ?? 0) - first }, (_, k) => plainRow(column.item, first + k));
    }
    case "record":
      return Object.fromEntries([...column.fields].map(([name, field]) => [name, plainRow(field, row)]));
  }
};

/** The first `rows` rows. */
export const plainRows = (column: Column, rows: number): readonly unknown[] =>
  Array.from({ length: rows }, (_, row) => plainRow(column, row));
