export type { Compiled as CompiledFunction, Given, Output } from "./calling/index.ts";
export {
  type ArgumentCheck,
  checkGradients,
  type DerivativeMode,
  type FunctionCheck,
  type FunctionCheckOptions,
  type WrongDerivative,
} from "./checks/index.ts";
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
export {
  type Bounds,
  type BoundsOf,
  fixedPoint,
  type Like,
  minimum,
  root,
  type SearchOptions,
  solve,
  type Unknown,
} from "./implicit/index.ts";
export { type ArrayType, arrayOf, type TypeSpec } from "./language/index.ts";
export {
  cholesky,
  contract,
  eigh,
  inverse,
  logdet,
  lu,
  type Matrix,
  solveLinear,
  type TriangleOptions,
  triangularSolve,
  type Vector,
} from "./operations/index.ts";
