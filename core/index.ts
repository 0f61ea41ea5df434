export { forgetKernels, type Workers } from "./backends/index.ts";
export * from "./columns/index.ts";
export type { Shown } from "./display/index.ts";
export { type ErrorCode, errorCodes, fail, isJagradError, JagradError } from "./errors.ts";
export * from "./gradient/index.ts";
export {
  all,
  any,
  argmax,
  argmin,
  type Cartesian,
  type CombinationOptions,
  type Combinations,
  caret,
  cartesian,
  combinations,
  count,
  definePlugin,
  type InputDomain,
  lambda,
  listOf,
  type Members,
  type Mentions,
  max,
  mean,
  mentionsOf,
  min,
  type OrderOptions,
  type PlaceOfExtreme,
  type Plugin,
  parseLambda,
  prod,
  recordOf,
  type Scope,
  std,
  sum,
  takesApart,
} from "./lambda/index.ts";
export type { Lanes, Lowering } from "./numerics/index.ts";
export {
  bool,
  type Definition,
  definePrimitive,
  digamma,
  erf,
  erfc,
  integer,
  lgamma,
  logNormalCdf,
  normal,
  normalCdf,
  normalPdf,
  type PrimitiveFunction,
  poisson,
  real,
  sigmoid,
  softplus,
  stopGradient,
  uniform,
} from "./primitives/index.ts";
export type { Choice, Held, Nuisance, Parameter } from "./program/index.ts";
export type { Branch, Edge, LambdaStage, Sink, StageOptions, Treatment } from "./transforms/index.ts";
export { isOrderDependent } from "./transforms/index.ts";
