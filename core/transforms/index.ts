export { activity } from "./activity.ts";
export { type Collected, harden, passing } from "./fill.ts";
export { insideOf } from "./inside.ts";
export { jvp } from "./jvp.ts";
export {
  type Branch,
  type Edge,
  type Elaborated,
  elaboratePipeline,
  type Fill,
  type LambdaStage,
  type Sink,
  type StageOptions,
} from "./pipeline.ts";
export { plan } from "./plan.ts";
export { type Relaxed, relax } from "./relax.ts";
export { partialOf } from "./rules.ts";
export { type StepName, steps } from "./step.ts";
export { substitute } from "./substitute.ts";
export type { Treatment } from "./treatment.ts";
export { vjp } from "./vjp.ts";
