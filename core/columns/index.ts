export { batchOf, rowOf, type Batch, type Source, type Stage } from "./batch.ts";
export {
  checkColumn,
  isValid,
  lengthOf,
  schemaOf,
  type Column,
  type LeafColumn,
  type ListColumn,
  type RecordColumn,
  type Validity,
  type Values,
} from "./column.ts";
export { columnOf } from "./rows.ts";
export {
  leafType,
  listType,
  recordType,
  showSchema,
  type ColumnDType,
  type LeafType,
  type ListType,
  type RecordType,
  type Schema,
} from "./schema.ts";
export { currentDemand, isDemanded, withDemand, type Demand } from "./demand.ts";
export type { List, View } from "./view.ts";
export { linspace } from "./linspace.ts";
