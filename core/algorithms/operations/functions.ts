import { fail } from "../../errors.ts";
import type { Options } from "../operation.ts";
import { type Apply, arrayFunction } from "./apply.ts";
import { choleskyOperation } from "./cholesky.ts";
import { contractOperation } from "./contract.ts";
import { eighOperation } from "./eigh.ts";
import { factorsOperation } from "./factors.ts";
import { identityOperation } from "./identity.ts";
import { linearSolveOperation } from "./linear-solve.ts";
import { logDeterminantOperation } from "./log-determinant.ts";
import { luOperation } from "./lu.ts";
import { triangularSolveOperation } from "./triangular-solve.ts";

export type Vector = ArrayLike<number>;
/** Rows of one length. */
export type Matrix = readonly Vector[];

/** An array with an axis for each letter of a text. */
type WithAxes<Letters extends string> = Letters extends `${infer _Letter}${infer Rest}` ? WithAxes<Rest>[] : number;
type Squeezed<Text extends string> = Text extends `${infer Left} ${infer Right}` ? Squeezed<`${Left}${Right}`> : Text;
type ResultOf<Spec extends string> =
  Squeezed<Spec> extends `${infer _Operands}->${infer Letters}` ? WithAxes<Letters> : never;

type Tensor = number | Vector | readonly Tensor[];

/**
 * Sums of products of the elements of one or two arrays, over the letters that the result lacks.
 * @param spec - a letter for each axis, as in `"ij,jk->ik"`, a matrix product, or `"ij->ji"`, a transpose
 * @throws E_SHAPE for sizes that differ, naming both, and for a text that names no axes
 * @example
 * contract("ij,j->i", [[1, 2], [3, 4]], [1, 10]); // [21, 43]
 */
export const contract: <const Spec extends string>(spec: Spec, a: Tensor, b?: Tensor) => ResultOf<Spec> = arrayFunction(
  {
    name: "contract",
    arrays: [1, 2],
    options: ([spec]) => {
      if (typeof spec === "string") return { spec };
      throw fail("E_TYPE", { what: "contract needs a text that names the axes", cure: 'contract("ij,jk->ik", a, b)' });
    },
  },
  (apply, inputs, options) => apply(contractOperation, inputs, options),
);

/**
 * The lower triangle L with a positive diagonal for which L Lᵀ is the symmetric part of a positive definite matrix.
 * @throws E_SINGULAR for a matrix that is not positive definite, with the pivot and the factor so far; E_SHAPE for one
 * that is not square; E_NONFINITE
 * @example
 * cholesky([[4, 2], [2, 5]]); // [[2, 0], [1, 2]]
 */
export const cholesky: (matrix: Matrix) => number[][] = arrayFunction(
  { name: "cholesky", arrays: [0] },
  (apply, inputs) => apply(choleskyOperation, inputs),
);

/** A matrix with its factors. */
const factored = <T>(apply: Apply<T>, matrix: T): readonly T[] => [matrix, ...apply(factorsOperation, [matrix])];

interface Solve {
  (matrix: Matrix, right: Vector): number[];
  (matrix: Matrix, right: Matrix): number[][];
}

/**
 * The solution of linear equations, for one right side or for each column of a matrix.
 * @throws E_SINGULAR for a matrix that is singular but for rounding, with the pivot and the factors so far; E_SHAPE,
 * E_NONFINITE
 * @example
 * solveLinear([[2, 0], [1, 4]], [2, 9]); // [1, 2]
 */
export const solveLinear: Solve = arrayFunction({ name: "solveLinear", arrays: [0, 1] }, (apply, inputs) => {
  const [matrix, right] = inputs;
  return matrix === undefined || right === undefined
    ? []
    : apply(linearSolveOperation, [...factored(apply, matrix), right]);
});

/** Which triangle of a matrix counts. */
export interface TriangleOptions {
  /** The part below the diagonal, as is if not given; `false` for the part above. */
  readonly lower?: boolean;
  /** Solve with the transposed matrix. */
  readonly transposed?: boolean;
  /** Take the diagonal to be ones. */
  readonly unit?: boolean;
}

interface SolveTriangle {
  (matrix: Matrix, right: Vector, options?: TriangleOptions): number[];
  (matrix: Matrix, right: Matrix, options?: TriangleOptions): number[][];
}

const triangleIn = ([said]: readonly unknown[]): Options => ({
  lower: true,
  transposed: false,
  unit: false,
  ...(said as TriangleOptions | undefined),
});

/**
 * The solution of linear equations with one triangle of a matrix; what is beside it is not read.
 * @throws E_SINGULAR for a zero on the diagonal; E_SHAPE
 * @example
 * triangularSolve([[2, 0], [1, 4]], [2, 9]); // [1, 2]
 */
export const triangularSolve: SolveTriangle = arrayFunction(
  { name: "triangularSolve", arrays: [0, 1], options: triangleIn },
  (apply, inputs, options) => apply(triangularSolveOperation, inputs, options),
);

/**
 * The factors of a matrix P L U: an exchange of rows, a unit lower triangle and an upper one. Nothing is said about the
 * derivative where two rows are equally good as the next one.
 * @throws E_SINGULAR, E_SHAPE, E_NONFINITE as `solveLinear`
 */
export const lu: (matrix: Matrix) => { readonly p: number[][]; readonly l: number[][]; readonly u: number[][] } =
  arrayFunction({ name: "lu", arrays: [0], results: ["p", "l", "u"] }, (apply, inputs) => apply(luOperation, inputs));

/**
 * The inverse of a matrix; `solveLinear` is better where it is only multiplied with something.
 * @throws E_SINGULAR, E_SHAPE, E_NONFINITE as `solveLinear`
 */
export const inverse: (matrix: Matrix) => number[][] = arrayFunction(
  { name: "inverse", arrays: [0] },
  (apply, inputs) => {
    const [matrix] = inputs;
    if (matrix === undefined) return [];
    return apply(linearSolveOperation, [...factored(apply, matrix), ...apply(identityOperation, [matrix])]);
  },
);

/**
 * The logarithm of the size of the determinant of a matrix.
 * @throws E_SINGULAR, E_SHAPE, E_NONFINITE as `solveLinear`
 */
export const logdet: (matrix: Matrix) => number = arrayFunction({ name: "logdet", arrays: [0] }, (apply, inputs) => {
  const [matrix] = inputs;
  return matrix === undefined ? [] : apply(logDeterminantOperation, factored(apply, matrix));
});

/**
 * The eigenvalues of the symmetric part of a matrix, from the smallest on, and its eigenvectors as columns; of each the
 * first component of at least half the largest size is positive. Of equal eigenvalues the derivatives are those along
 * the vectors at hand, so functions that do not tell them apart have the right derivative; a derivative that their
 * vectors take part in is refused, and so are second derivatives of the values there.
 * @throws E_DEGENERATE for derivatives of the vectors of equal eigenvalues; E_SHAPE, E_NONFINITE
 * @example
 * eigh([[2, 1], [1, 2]]).values; // [1, 3]
 */
export const eigh: (matrix: Matrix) => { readonly values: number[]; readonly vectors: number[][] } = arrayFunction(
  { name: "eigh", arrays: [0], results: ["values", "vectors"] },
  (apply, inputs) => apply(eighOperation, inputs),
);
