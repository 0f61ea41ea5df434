import * as A from "apache-arrow";
import { checkColumn, type DualParameter, type EventColumns, lengthOf, type RecordColumn } from "../../core/index.ts";
import { joinEvents } from "../join-events.ts";
import { apart } from "./apart.ts";
import { masked } from "./validity.ts";
import { writeColumn } from "./write-column.ts";
import { structOf } from "./write-struct.ts";
import { allRows, type Writing } from "./writing.ts";

export interface TableOptions {
  /** The parameters that the tangents of dual columns belong to, in their order; default names are `0, 1, ...`. */
  readonly parameters?: readonly DualParameter[];
  /** How many rows; default: as many as the columns have. */
  readonly rows?: number;
}

/** Columns, or events that a pipeline made: of one batch, or of several that become one. */
export type Tabular = RecordColumn | EventColumns | readonly EventColumns[];

/** Columns, how many rows of them count, and the parameters of their tangents. */
export interface Rows extends TableOptions {
  readonly columns: RecordColumn;
}

const isMany = (from: Tabular): from is readonly EventColumns[] => Array.isArray(from);

/** What is to be written; events bring their size and their parameters. */
export const rowsOf = (from: Tabular, options: TableOptions = {}): Rows => {
  if (!isMany(from) && "kind" in from) return { ...options, columns: from };
  const { columns, size, parameters } = isMany(from) ? joinEvents(from) : from;
  return { parameters, rows: size, ...options, columns };
};

/** The rows of some columns as one record batch; what an event misses as a whole is missing in each of its columns. */
export const batchOfColumns = (columns: RecordColumn, rows: number, how: Omit<Writing, "apart">): A.RecordBatch => {
  checkColumn(columns, rows);
  const writing = { ...how, apart: apart() };
  const members = [...columns.fields].map(([name, column]) => {
    const own = masked(column, columns.validity);
    return [name, writeColumn(own, rows, writing)] as const;
  });
  const data = structOf(members, allRows(rows));
  return new A.RecordBatch(new A.Schema(data.type.children), data);
};

/**
 * A table of Arrow that shares the buffers of some columns; they must not change while it lives. What two columns share
 * is copied for one of them, since the writers of apache-arrow need it so. Strings become dictionaries. A column with
 * tangents or an adjoint becomes a record of `value`, `tangent` and `adjoint`, marked in the metadata of its field,
 * which `columnsOf` turns back. Events of several batches become one record batch.
 * @throws E_SHAPE, E_OFFSETS where the columns are malformed; E_SCHEMA where those of batches differ
 * @example
 * events.pipe(map((ev) => ({ met: ev.met })), toArrow(tableOf))
 */
export const tableOf = (from: Tabular, options: TableOptions = {}): A.Table => {
  const { columns, parameters, rows = lengthOf(columns) } = rowsOf(from, options);
  const batch = batchOfColumns(columns, rows, { parameters, words: "dictionary", nullable: false });
  return new A.Table(batch.schema, [batch]);
};
