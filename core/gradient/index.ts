export {
  type Bindings,
  currentBindings,
  type Meaning,
  type Mode,
  plainBindings,
  shiftedBindings,
  type Weights,
  withBindings,
} from "./bindings.ts";
export { type CheckOptions, checkGradients, type GradientCheck, type ParameterCheck } from "./check.ts";
export { type ColumnsOptions, columnsEvaluation } from "./columns.ts";
export type { Compiled, Flavour } from "./compiled.ts";
export { derived } from "./derived.ts";
export { diffFlavour } from "./diff-flavour.ts";
export { diffRowFlavour } from "./diff-row-flavour.ts";
export { checkAscending } from "./emitted.ts";
export { type Evaluated, type Evaluation, evaluation } from "./evaluation.ts";
export { type Explanation, explain } from "./explain.ts";
export { type Search, startSearch } from "./extreme.ts";
export { type FillRun, type Fills, type Replay, startFills } from "./fill.ts";
export {
  bindingsOf,
  type EstimateOptions,
  type Estimator,
  type GradientOptions,
  gradient,
  type Numbers,
  type Parameters,
  valueAndGradient,
  valueAt,
} from "./gradient.ts";
export { hardFlavour } from "./hard-flavour.ts";
export { eventsInside } from "./inside.ts";
export { type Derive, evaluateObjective } from "./objective.ts";
export { pullbackOfObjective } from "./objective-pullback.ts";
export { observed } from "./observed.ts";
export { type ChoiceOptions, hold, nuisance, parameter } from "./parameter.ts";
export { plainScope } from "./plain-scope.ts";
export { project } from "./project.ts";
export { type Grid, type Histogram, isResult, type Profile, type Result, resultOf, type Scalar } from "./results.ts";
export { hardRowFlavour, type RowFlavour } from "./row-flavour.ts";
export { type SeenEvent, seenEvents } from "./seen-events.ts";
export { type SortKeys, sortKeys } from "./sort-keys.ts";
export { lastOf, type Subscribable } from "./stream.ts";
export {
  addCotangent,
  type Cotangents,
  type Explained,
  type Pullable,
  pullableOf,
  type Slopes,
  type Trace,
} from "./trace.ts";
export { type VariationEstimate, type VariationOptions, variation } from "./variation.ts";
