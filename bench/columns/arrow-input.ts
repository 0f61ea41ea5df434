import * as A from "apache-arrow";
import { parquet } from "jagrad/adapters/duckdb";
import type { Batch, Column, LeafColumn, RecordColumn } from "jagrad/core";
import { overBatches } from "./duckdb-extraction.ts";

const numberData = ({ values, validity }: LeafColumn, length: number): A.Data => {
  const rows = { length, nullBitmap: validity ?? null };
  const data = values.subarray(0, length);
  if (data instanceof Float64Array) return A.makeData({ ...rows, type: new A.Float64(), data });
  if (data instanceof Float32Array) return A.makeData({ ...rows, type: new A.Float32(), data });
  if (data instanceof Int32Array) return A.makeData({ ...rows, type: new A.Int32(), data });
  throw new Error("a column of other numbers than the sample has");
};

/** Words one behind the other, as Arrow keeps strings that have no dictionary. */
const wordData = ({ values, dictionary = [] }: LeafColumn, rows: number): A.Data => {
  const words = dictionary.map((word) => Buffer.from(word));
  const valueOffsets = new Int32Array(rows + 1);
  const bytes = Array.from({ length: rows }, (_, i) => words[Number(values[i])] ?? Buffer.alloc(0));
  for (let i = 0; i < rows; i++) valueOffsets[i + 1] = (valueOffsets[i] ?? 0) + (bytes[i]?.length ?? 0);
  return A.makeData({ type: new A.Utf8(), length: rows, nullCount: 0, valueOffsets, data: Buffer.concat(bytes) });
};

const fieldOf = (name: string, { type }: A.Data): A.Field => new A.Field(name, type, true);

const recordData = ({ fields, validity }: RecordColumn, rows: number): A.Data<A.Struct> => {
  const children = [...fields].map(([name, field]) => [name, dataOf(field, rows)] as const);
  const type = new A.Struct(children.map(([name, data]) => fieldOf(name, data)));
  return A.makeData({ type, length: rows, nullBitmap: validity ?? null, children: children.map(([, data]) => data) });
};

/** The first rows of a column as Arrow keeps them, put together buffer by buffer. */
const dataOf = (column: Column, rows: number): A.Data => {
  const nullBitmap = column.validity ?? null;
  if (column.kind === "record") return recordData(column, rows);
  if (column.kind === "list") {
    const child = dataOf(column.item, column.offsets[rows] ?? 0);
    const type = new A.List(fieldOf("item", child));
    return A.makeData({ type, length: rows, nullBitmap, valueOffsets: column.offsets.subarray(0, rows + 1), child });
  }
  return column.dtype === "string" ? wordData(column, rows) : numberData(column, rows);
};

/** The events of a Parquet file as bytes of the Arrow stream format, in record batches of 65536. */
export const arrowBytes = async (path: string): Promise<Uint8Array> => {
  const batches = await overBatches<A.Data<A.Struct>[]>(
    parquet(path),
    (all, { columns, size }: Batch) => [...all, recordData(columns, size)],
    [],
  );
  const schema = new A.Schema(batches[0]?.type.children ?? []);
  return A.tableToIPC(new A.Table(batches.map((data) => new A.RecordBatch(schema, data))), "stream");
};
