import { type Batch, batchOf, type Column, type RecordColumn, type View } from "jagrad/core";
import { from, type Observable } from "rxjs";

/** Events as RxJS streams them. */
export type Stream<E> = Observable<Batch<View<E>>>;

export const numbers = (values: Float64Array): Column => ({ kind: "leaf", dtype: "f64", values });

export const wholeNumbers = (values: Int32Array): Column => ({ kind: "leaf", dtype: "i32", values });

export const record = (fields: Readonly<Record<string, Column>>): RecordColumn => ({
  kind: "record",
  fields: new Map(Object.entries(fields)),
});

export const list = (offsets: Int32Array, item: Column): Column => ({ kind: "list", offsets, item });

const part = (column: Column, first: number, end: number): Column => {
  switch (column.kind) {
    case "leaf":
      return { ...column, values: column.values.subarray(first, end) };
    case "record":
      return partOfRecord(column, first, end);
    case "list": {
      const [from = 0, to = 0] = [column.offsets[first], column.offsets[end]];
      const offsets = column.offsets.slice(first, end + 1).map((offset) => offset - from);
      return list(offsets, part(column.item, from, to));
    }
  }
};

const partOfRecord = ({ fields }: RecordColumn, first: number, end: number): RecordColumn => ({
  kind: "record",
  fields: new Map([...fields].map(([name, column]) => [name, part(column, first, end)])),
});

/** The first events of some columns as a stream of batches in memory. */
export const streamOf = <E>(columns: RecordColumn, events: number, batchSize = 65_536): Stream<E> => {
  const source = { name: "generated events", replayable: true };
  const batches: Batch<View<E>>[] = [];
  for (let first = 0; first < events; first += batchSize) {
    const size = Math.min(batchSize, events - first);
    batches.push(batchOf<View<E>>(partOfRecord(columns, first, first + size), source, first, size));
  }
  return from(batches);
};
