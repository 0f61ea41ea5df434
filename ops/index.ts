export type { Filled } from "./fill.ts";
export type { HistogramOptions } from "./histogram.ts";
export { diff as objective, objectiveBy } from "./objective.ts";
export type { EventLambda, FillOptions, NoScope, Observed, ScopeOf, StageOptions, Values } from "./types.ts";
export type { Nuisances, Varied } from "./variations.ts";
