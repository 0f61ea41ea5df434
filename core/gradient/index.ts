export { type Bindings, currentBindings, type Mode, plainBindings, withBindings } from "./bindings.ts";
export { type CheckOptions, checkGradients, type GradientCheck, type ParameterCheck } from "./check.ts";
export { type FillRun, type Fills, type Replay, startFills } from "./fill.ts";
export { type Compiled, diffFlavour, type Flavour, hardFlavour } from "./flavour.ts";
export {
  type GradientOptions,
  gradient,
  type Numbers,
  type Parameters,
  valueAndGradient,
  valueAt,
} from "./gradient.ts";
export { evaluateObjective } from "./objective.ts";
export { type ChoiceOptions, hold, nuisance, parameter } from "./parameter.ts";
export { type Histogram, isResult, type Result, type Scalar } from "./results.ts";
export { lastOf, type Subscribable } from "./stream.ts";
export type { Pullable, Trace } from "./trace.ts";
