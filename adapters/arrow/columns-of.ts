import type { RecordBatch, Table } from "apache-arrow";
import { type Column, checkColumn, type Demand, isDemanded, type RecordColumn } from "../../core/index.ts";
import { concatColumns } from "../concat-columns.ts";
import { partOfBatch } from "./arrow-data.ts";
import { columnFrom, readingOf } from "./column-from.ts";
import { withDuals } from "./dual.ts";

const batchesOf = (table: Table | RecordBatch): readonly RecordBatch[] =>
  "batches" in table ? table.batches : [table];

const asRecord = (column: Column): RecordColumn =>
  column.kind === "record" ? column : { kind: "record", fields: new Map() };

/**
 * The columns of a table of Arrow. One batch is shared, several are joined; every buffer is checked before it is
 * indexed. Records that `tableOf` made of columns with derivatives become such columns again.
 * @param demand - which columns to read; default all
 * @throws E_TYPE where a column has a type without counterpart; E_COLUMN where a name is ambiguous; E_OFFSETS, E_SHAPE,
 * E_LIMIT where buffers do not fit
 */
export const columnsOf = (table: Table | RecordBatch, demand: Demand = { names: undefined }): RecordColumn => {
  const reading = readingOf((name) => isDemanded(demand, name));
  const parts = batchesOf(table).map(partOfBatch);
  const read = parts.map((part) => ({ column: columnFrom(part, reading, ""), rows: part.length }));
  const field = parts[0]?.field;
  if (field === undefined) return { kind: "record", fields: new Map() };
  const [first] = read;
  const joined = read.length === 1 && first ? first.column : concatColumns(read);
  const columns = asRecord(withDuals(joined, field, ""));
  checkColumn(columns, table.numRows);
  return columns;
};
