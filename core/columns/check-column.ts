import { fail } from "../errors.ts";
import type { Column, ListColumn } from "./column.ts";
import { checkDepth } from "./depth.ts";

/**
 * Checks that the buffers of a column hold the rows that will be read of it, without a look at what they hold: of a
 * column that was checked once, that none of its buffers was given away or has shrunk since.
 * @param rows - the end of the rows that will be read, as a number of rows from the start of the column
 * @throws E_SHAPE, E_OFFSETS where a buffer is short; E_LIMIT where columns are nested too deep
 */
export const checkBuffers = (column: Column, rows: number, path = "", depth = 0): void => {
  checkDepth(depth, path);
  if (column.validity && column.validity.length * 8 < rows)
    throw fail("E_OFFSETS", { what: `validity has ${column.validity.length} bytes for ${rows} rows`, where: path });
  switch (column.kind) {
    case "leaf":
      if (column.values.length < rows)
        throw fail("E_SHAPE", { what: `column has ${column.values.length} values for ${rows} rows`, where: path });
      return;
    case "record":
      for (const [name, field] of column.fields) checkBuffers(field, rows, path ? `${path}.${name}` : name, depth + 1);
      return;
    case "list":
      if (column.offsets.length < rows + 1)
        throw fail("E_OFFSETS", { what: `list has ${column.offsets.length} offsets for ${rows} rows`, where: path });
      checkBuffers(column.item, column.offsets[rows] ?? 0, `${path}[]`, depth + 1);
  }
};

const checkOrder = ({ offsets, item }: ListColumn, rows: number, path: string, from: number): void => {
  const first = offsets[from] ?? 0;
  if (first < 0) throw fail("E_OFFSETS", { what: `first offset is ${first}`, where: path });
  let last = first;
  for (let i = from + 1; i <= rows; i++) {
    const next = offsets[i] ?? 0;
    if (next < last)
      throw fail("E_OFFSETS", { what: `offsets fall from ${last} to ${next}`, where: `${path}, row ${i - 1}` });
    last = next;
  }
  checkOffsets(item, last, `${path}[]`, first);
};

const checkOffsets = (column: Column, rows: number, path: string, from: number): void => {
  if (column.kind === "list") checkOrder(column, rows, path, from);
  if (column.kind === "record")
    for (const [name, field] of column.fields) checkOffsets(field, rows, path ? `${path}.${name}` : name, from);
};

/**
 * Checks a column against the rows that will be read of it, before any buffer is indexed.
 * @param rows - the end of these rows, as a number of rows from the start of the column
 * @param from - the first of these rows
 * @throws E_SHAPE where a buffer is short; E_OFFSETS where offsets fall, are negative or leave the items; E_LIMIT where
 * columns are nested too deep
 */
export const checkColumn = (column: Column, rows: number, path = "", from = 0): void => {
  checkBuffers(column, rows, path);
  checkOffsets(column, rows, path, from);
};
