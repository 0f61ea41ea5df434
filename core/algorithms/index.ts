export type { Compiled as CompiledFunction, Given, Output } from "./calling/index.ts";
export { type CompileOptions, compile } from "./compile.ts";
export {
  type AnyFunction,
  checkpoint,
  customJvp,
  customVjp,
  diff,
  type FunctionOptions,
  grad,
  gradAndHessian,
  hessian,
  hvp,
  type InputsOf,
  jacobian,
  jvp,
  linearize,
  type Nested,
  plainly,
  type Selected,
  type SlopesOf,
  valueAndGrad,
  vjp,
} from "./functions/index.ts";
export { type ArrayType, arrayOf, type TypeSpec } from "./language/index.ts";
