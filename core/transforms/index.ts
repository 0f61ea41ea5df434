export { activity } from "./activity.ts";
export { exactBin } from "./bin.ts";
export { type EventRows, hardRows } from "./event-rows.ts";
export { amountOf, type Collected, harden, passing, usableOf } from "./fill.ts";
export { isOrderDependent } from "./fold-term.ts";
export { insideOf } from "./inside.ts";
export { jvp } from "./jvp.ts";
export { matchedEvents } from "./matched-events.ts";
export { movingTogether } from "./moving-together.ts";
export { type Elaborated, elaboratePipeline } from "./pipeline.ts";
export { plan } from "./plan.ts";
export { reachingParameters } from "./reaching.ts";
export { type Relaxed, relax } from "./relax.ts";
export { partialOf } from "./rules.ts";
export {
  atomsOfShape,
  type LeafShape,
  type ListShape,
  leavesOf,
  listsOf,
  type RecordShape,
  type Shape,
} from "./shape.ts";
export {
  type Binning,
  type Branch,
  binningsOf,
  type Edge,
  type Fill,
  type LambdaStage,
  type Shift,
  type Sink,
  type StageOptions,
  shapeOfSink,
  sizeOfSink,
} from "./sink.ts";
export { softRows } from "./soft-rows.ts";
export { type StepName, steps } from "./step.ts";
export type { Treatment } from "./treatment.ts";
export { vjp } from "./vjp.ts";
