export { errorCodes, fail, isJagradError, JagradError, type ErrorCode } from "./errors.ts";
export * from "./columns/index.ts";
export * from "./gradient/index.ts";
export { all, any, count, lambda, max, mean, mentionsOf, min, parseLambda, sum, type Scope } from "./lambda/index.ts";
export {
  bool,
  definePrimitive,
  digamma,
  erf,
  erfc,
  integer,
  lgamma,
  logNormalCdf,
  normalCdf,
  normalPdf,
  real,
  sigmoid,
  softplus,
  stopGradient,
  type Definition,
  type PrimitiveFunction,
} from "./primitives/index.ts";
export type { Choice, Held, Nuisance, Parameter } from "./program/index.ts";
export type { Branch, Edge, LambdaStage, Sink, StageOptions, Treatment } from "./transforms/index.ts";
