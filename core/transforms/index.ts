export { activity } from "./activity.ts";
export { harden, type Collected } from "./fill.ts";
export { jvp } from "./jvp.ts";
export { elaboratePipeline, type Branch, type Edge, type Elaborated, type Fill, type LambdaStage, type Sink, type StageOptions } from "./pipeline.ts";
export { plan } from "./plan.ts";
export { relax, type Relaxed, type Treatment } from "./relax.ts";
export { partialOf } from "./rules.ts";
export { substitute } from "./substitute.ts";
export { vjp } from "./vjp.ts";
