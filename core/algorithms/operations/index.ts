export { choleskyFactor } from "./cholesky.ts";
export { contraction, contractOperation } from "./contract.ts";
export { linearSolution } from "./linear-solve.ts";
export { inverseMatrix, logDeterminant } from "./log-determinant.ts";
export { triangularSolution } from "./triangular-solve.ts";
