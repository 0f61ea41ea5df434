import { type DuckDBConnection, DuckDBTableFunction } from "@duckdb/node-api";
import native from "@duckdb/node-bindings";
import { type Column, checkColumn, fail, type RecordColumn } from "../../core/index.ts";
import { sliceBits } from "../bits.ts";
import { writeVector } from "./write-vector.ts";
import { checkNames, writtenType } from "./written-type.ts";

/** Some rows of plain columns, none of which carries derivatives. */
export interface ColumnTable {
  readonly columns: RecordColumn;
  readonly rows: number;
}

/**
 * A table that DuckDB can read, checked.
 * @throws E_TYPE where there are no columns or one has a type without counterpart; E_COLUMN, E_AMBIGUOUS where a name
 * cannot stand in SQL; E_SHAPE, E_OFFSETS where buffers do not fit
 */
export const columnTable = (columns: RecordColumn, rows: number): ColumnTable => {
  checkColumn(columns, rows);
  checkNames(columns.fields.keys(), "");
  if (columns.fields.size === 0) throw fail("E_TYPE", { what: "events without columns cannot be written" });
  for (const [name, column] of columns.fields) writtenType(column, name);
  return { columns, rows };
};

/** Where one scan of a table is; a table that is joined with itself is scanned twice at the same time. */
interface Scan {
  readonly table: ColumnTable;
  readonly wanted: readonly (readonly [k: number, column: Column])[];
  next: number;
}

const scanOf = (table: ColumnTable, places: readonly number[]): Scan => {
  const columns = [...table.columns.fields.values()];
  const wanted = places.flatMap((place, k) => {
    const column = columns[place];
    return column === undefined ? [] : [[k, column] as const];
  });
  return { table, wanted, next: 0 };
};

/**
 * Makes a table function of some columns: DuckDB asks for the columns that a query needs, and their buffers are copied
 * chunk by chunk while it runs.
 * @param current - asked each time a statement is bound
 */
export const registerColumns = (connection: DuckDBConnection, name: string, current: () => ColumnTable): void => {
  const table = DuckDBTableFunction.create({
    name,
    supportsProjectionPushdown: true,
    bindFunction: (bind) => {
      const bound = current();
      for (const [column, values] of bound.columns.fields) bind.addResultColumn(column, writtenType(values, column));
      bind.setCardinality(bound.rows, true);
      bind.setBindData(bound);
    },
    initFunction: (init) => {
      init.setMaxThreads(1);
      init.setInitData(scanOf((init.bindData ?? current()) as ColumnTable, init.getColumnIndexes()));
    },
    mainFunction: ({ initData }, out) => {
      const scan = initData as Scan;
      const { columns, rows: all } = scan.table;
      const rows = Math.min(native.vector_size(), all - scan.next);
      native.data_chunk_set_size(out.chunk, rows);
      const events = sliceBits(columns.validity, scan.next, scan.next + rows);
      for (const [k, column] of scan.wanted)
        writeVector(native.data_chunk_get_vector(out.chunk, k), column, scan.next, rows, events);
      scan.next += rows;
    },
  });
  connection.registerTableFunction(table);
};
