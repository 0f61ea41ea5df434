import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { minus } from "./arrays.ts";
import { numbersOf } from "./dense.ts";
import { type Factored, factored, factoredIn } from "./factors.ts";
import { orderOf, shapeOfRightSide } from "./matrix.ts";
import { outer, remainder } from "./right-sides.ts";
import { solveTriangle } from "./triangles.ts";

const name = "solveLinear";

/** Rows of `from` in the stated order, or back from it. */
const reorder = (from: Float64Array, to: Float64Array, columns: number, order: Float64Array, back: boolean): void => {
  for (const [place, row] of order.entries()) {
    const [source, target] = back ? [place, row] : [row, place];
    to.set(from.subarray(source * columns, (source + 1) * columns), target * columns);
  }
};

/** Solves linear equations, or those of the transposed matrix, with the factors of the matrix at hand. */
export const linearSolveOperation: Operation = {
  name,
  shapes: ([matrix, , , right]) => (matrix && right ? [shapeOfRightSide(name, matrix, right)] : []),
  evaluate: ([matrix, factors, order, right], [output], options) => {
    if (!matrix || !factors || !order || !right || !output) return;
    const n = orderOf(name, matrix, right);
    const transposed = options.transposed === true;
    const columns = right.shape[1] ?? 1;
    const [packed, x] = [numbersOf(factors), numbersOf(output)];
    const below = { lower: true, transposed, unit: true };
    const above = { lower: false, transposed, unit: false };
    if (transposed) {
      const y = numbersOf(right).slice();
      solveTriangle(packed, n, y, columns, above);
      solveTriangle(packed, n, y, columns, below);
      reorder(y, x, columns, numbersOf(order), true);
    } else {
      reorder(numbersOf(right), x, columns, numbersOf(order), false);
      solveTriangle(packed, n, x, columns, below);
      solveTriangle(packed, n, x, columns, above);
    }
  },
  jvp: (b, { inputs, outputs: [x], options }, [matrixFlow, , , rightFlow]) => {
    const known = factoredIn(inputs);
    if (!known || !x) return [];
    const transposed = options.transposed === true;
    const right = remainder(b, rightFlow, matrixFlow, x, transposed);
    return [right && solution(b, known, right, transposed)];
  },
  vjp: (b, { inputs, outputs: [x], options }, [cotangent]) => {
    const known = factoredIn(inputs);
    if (!known || !x || !cotangent) return [];
    const transposed = options.transposed === true;
    const right = solution(b, known, cotangent, !transposed);
    return [minus(b, outer(b, right, x, transposed)), undefined, undefined, right];
  },
};

/** Emits the solution of linear equations with a factored matrix. */
export const solution = (
  b: ArrayBuilder,
  { matrix, factors, order }: Factored,
  right: Atom,
  transposed = false,
): Atom =>
  b.operation(linearSolveOperation, [matrix, factors, order, right], { transposed })[0] ?? constant(Number.NaN);

/** Emits the solution of linear equations. */
export const linearSolution = (b: ArrayBuilder, matrix: Atom, right: Atom): Atom =>
  solution(b, factored(b, matrix), right);
