export { errorCodes, fail, isJagradError, JagradError, type ErrorCode } from "./errors.ts";
export * from "./columns/index.ts";
export { hold, nuisance, parameter, type ChoiceOptions } from "./gradient/parameter.ts";
export { all, any, count, lambda, max, mean, min, sum, type Scope } from "./lambda/index.ts";
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
