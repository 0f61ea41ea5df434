import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation, Options } from "../operation.ts";
import { minus, triangleOf } from "./arrays.ts";
import { numbersOf } from "./dense.ts";
import { orderOf, shapeOfRightSide, singular } from "./matrix.ts";
import { outer, remainder } from "./right-sides.ts";
import { solveTriangle, type Triangle } from "./triangles.ts";

const name = "triangularSolve";

const triangleIn = ({ lower, transposed, unit }: Options): Triangle => ({
  lower: lower !== false,
  transposed: transposed === true,
  unit: unit === true,
});

const partOf = (b: ArrayBuilder, matrix: Atom, { lower, unit }: Triangle): Atom =>
  triangleOf(b, matrix, { lower, diagonal: unit ? 0 : 1 });

/** Solves equations whose matrix is a triangle; the other half of the matrix is not read. */
export const triangularSolveOperation: Operation = {
  name,
  shapes: ([matrix, right]) => (matrix && right ? [shapeOfRightSide(name, matrix, right)] : []),
  evaluate: ([matrix, right], [output], options) => {
    if (!matrix || !right || !output) return;
    const n = orderOf(name, matrix, right);
    const triangle = triangleIn(options);
    const numbers = numbersOf(matrix);
    const zero = triangle.unit ? -1 : numbers.findIndex((x, place) => place % (n + 1) === 0 && x === 0);
    if (zero >= 0) throw singular("a triangle with a zero on its diagonal", zero / (n + 1), 0, matrix);
    const x = numbersOf(output);
    x.set(numbersOf(right));
    solveTriangle(numbers, n, x, right.shape[1] ?? 1, triangle);
  },
  jvp: (b, { inputs: [matrix], outputs: [x], options }, [matrixFlow, rightFlow]) => {
    if (!matrix || !x) return [];
    const triangle = triangleIn(options);
    const part = matrixFlow && partOf(b, matrixFlow, triangle);
    const right = remainder(b, rightFlow, part, x, triangle.transposed);
    return [right && triangularSolution(b, matrix, right, triangle)];
  },
  vjp: (b, { inputs: [matrix], outputs: [x], options }, [cotangent]) => {
    if (!matrix || !x || !cotangent) return [];
    const triangle = triangleIn(options);
    const right = triangularSolution(b, matrix, cotangent, { ...triangle, transposed: !triangle.transposed });
    const flow = minus(b, outer(b, right, x, triangle.transposed));
    return [flow && partOf(b, flow, triangle), right];
  },
};

/** Emits the solution of equations whose matrix is a triangle. */
export const triangularSolution = (b: ArrayBuilder, matrix: Atom, right: Atom, triangle: Triangle): Atom =>
  b.operation(triangularSolveOperation, [matrix, right], { ...triangle })[0] ?? constant(Number.NaN);
