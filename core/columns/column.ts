import { type ColumnDType, leafType, listType, recordType, type Schema } from "./schema.ts";

export type Values = Float64Array | Float32Array | Int32Array | BigInt64Array | Uint8Array;

/** Bit `i` (least significant first) is 1 where row `i` has a value; absent when every row has one. */
export type Validity = Uint8Array;

/** Rows of numbers, booleans (bytes 0 and 1) or dictionary codes. */
export interface LeafColumn {
  readonly kind: "leaf";
  readonly dtype: ColumnDType;
  readonly values: Values;
  readonly dictionary?: readonly string[] | undefined;
  readonly validity?: Validity | undefined;
  /** One tangent column per parameter, same rows as `values`. */
  readonly tangent?: readonly Float64Array[] | undefined;
  readonly adjoint?: Float64Array | undefined;
}

/** Row `i` holds the items `offsets[i]` to `offsets[i + 1] - 1` of `item`; the first offset may be any number. */
export interface ListColumn {
  readonly kind: "list";
  readonly offsets: Int32Array;
  readonly item: Column;
  readonly validity?: Validity | undefined;
}

export interface RecordColumn {
  readonly kind: "record";
  readonly fields: ReadonlyMap<string, Column>;
  readonly validity?: Validity | undefined;
}

/** A column of any shape: the physical twin of `Schema`. */
export type Column = LeafColumn | ListColumn | RecordColumn;

export const isValid = (validity: Validity | undefined, row: number): boolean =>
  validity === undefined || (((validity[row >> 3] ?? 0) >> (row & 7)) & 1) === 1;

/** The schema that a column has; `nullable` says that a validity buffer is there. */
export const schemaOf = (column: Column): Schema => {
  const nullable = column.validity !== undefined;
  switch (column.kind) {
    case "leaf":
      return leafType(column.dtype, nullable);
    case "list":
      return listType(schemaOf(column.item), nullable);
    case "record":
      return recordType(
        [...column.fields].map(([name, field]) => [name, schemaOf(field)] as const),
        nullable,
      );
  }
};

/** How many rows the buffers of a column hold; a record without fields has no length of its own. */
export const lengthOf = (column: Column): number => {
  switch (column.kind) {
    case "leaf":
      return column.values.length;
    case "list":
      return column.offsets.length - 1;
    case "record": {
      const lengths = [...column.fields.values()].map(lengthOf);
      return lengths.reduce((shortest, length) => Math.min(shortest, length), lengths[0] ?? 0);
    }
  }
};
