export { type Batch, batchOf, rowOf, type Source, type Stage, uncheckedBatch, withStages } from "./batch.ts";
export { checkBuffers, checkColumn } from "./check-column.ts";
export {
  type Column,
  isValid,
  type LeafColumn,
  type ListColumn,
  lengthOf,
  type RecordColumn,
  schemaOf,
  type Validity,
  type Values,
} from "./column.ts";
export { currentDemand, type Demand, isCounted, isDemanded, isDemandedInside, withDemand } from "./demand.ts";
export { type DualParameter, type EventColumns, eventColumns } from "./event-columns.ts";
export { type EventsType, eventsType, type Unreadable } from "./events-type.ts";
export { extending } from "./extending.ts";
export { gatherRecords, type Picks } from "./gather.ts";
export { leafPaths } from "./leaf-paths.ts";
export { giveBack, isSeenAlone, lend, seenAlone } from "./lending.ts";
export { linspace } from "./linspace.ts";
export { listOfItems, pastOf } from "./lists.ts";
export { rowOfColumn } from "./row.ts";
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
} from "./schema.ts";
export {
  boolean,
  f32,
  f64,
  i32,
  i64,
  list,
  optional,
  type RowOf,
  record,
  string,
  type TypedSchema,
} from "./schema-values.ts";
export { showName, showSchema } from "./show-schema.ts";
export { valuesFor } from "./values-for.ts";
export type { List, View } from "./view.ts";
