export type { GridOptions, HistogramOptions } from "./binned.ts";
export { cancelledBy } from "./cancelled-by.ts";
export type { Filled } from "./fill.ts";
export { diff as objective, objectiveBy } from "./objective.ts";
export { rowsOf } from "./rows-of.ts";
export type { SortOptions } from "./sort-by.ts";
export type { TapOptions } from "./tap.ts";
export { type IterationOptions, toAsyncIterable } from "./to-async-iterable.ts";
export type {
  EventLambda,
  FillOptions,
  NoScope,
  Observed,
  ObservedPoints,
  Point,
  ScopeOf,
  StageOperator,
  StageOptions,
  Values,
  WaysOptions,
} from "./types.ts";
export type { Nuisances, Varied } from "./variations.ts";
