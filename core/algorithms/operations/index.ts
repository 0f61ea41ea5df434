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
} from "./functions.ts";
