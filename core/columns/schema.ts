/** The element types a column may have; only `f64` and `f32` carry derivatives. */
export type ColumnDType = "f64" | "f32" | "i32" | "i64" | "bool" | "string";

export interface LeafType {
  readonly kind: "leaf";
  readonly dtype: ColumnDType;
  readonly nullable: boolean;
}
export interface ListType {
  readonly kind: "list";
  readonly item: Schema;
  readonly nullable: boolean;
}
export interface RecordType {
  readonly kind: "record";
  readonly fields: ReadonlyMap<string, Schema>;
  readonly nullable: boolean;
}

/** The type of one event or of one part of it: a tree of records, lists and leaves. */
export type Schema = LeafType | ListType | RecordType;

export const leafType = (dtype: ColumnDType, nullable = false): LeafType => ({ kind: "leaf", dtype, nullable });
export const listType = (item: Schema, nullable = false): ListType => ({ kind: "list", item, nullable });
export const recordType = (fields: Iterable<readonly [string, Schema]>, nullable = false): RecordType => ({
  kind: "record",
  fields: new Map(fields),
  nullable,
});
