export { type Batch, batchOf, rowOf, type Source, type Stage } from "./batch.ts";
export {
  type Column,
  checkColumn,
  isValid,
  type LeafColumn,
  type ListColumn,
  lengthOf,
  type RecordColumn,
  schemaOf,
  type Validity,
  type Values,
} from "./column.ts";
export { currentDemand, type Demand, isDemanded, withDemand } from "./demand.ts";
export type { DualParameter, EventColumns } from "./event-columns.ts";
export { linspace } from "./linspace.ts";
export { columnOf } from "./rows.ts";
export {
  type ColumnDType,
  type LeafType,
  type ListType,
  leafType,
  listType,
  type RecordType,
  recordType,
  type Schema,
  showSchema,
} from "./schema.ts";
export type { List, View } from "./view.ts";
