import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { shapeOf } from "../statement.ts";
import { identity, scaled } from "./arrays.ts";
import { contraction } from "./contract.ts";
import { numbersOf } from "./dense.ts";
import { type Factored, factored, factoredIn } from "./factors.ts";
import { solution } from "./linear-solve.ts";

/** The logarithm of the size of the determinant of a factored matrix. */
export const logDeterminantOperation: Operation = {
  name: "logdet",
  shapes: () => [[]],
  evaluate: ([, factors], [output]) => {
    if (!factors || !output) return;
    const n = factors.shape[0] ?? 0;
    const packed = numbersOf(factors);
    let total = 0;
    for (let k = 0; k < n; k++) total += Math.log(Math.abs(packed[k * (n + 1)] ?? 0));
    output.values[output.offset] = total;
  },
  jvp: (b, { inputs }, [flow]) => {
    const known = factoredIn(inputs);
    return known && flow ? [contraction(b, "ij,ji->", [inverseOf(b, known), flow])] : [];
  },
  vjp: (b, { inputs }, [cotangent]) => {
    const known = factoredIn(inputs);
    return known && cotangent ? [scaled(b, contraction(b, "ij->ji", [inverseOf(b, known)]), cotangent)] : [];
  },
};

const inverseOf = (b: ArrayBuilder, known: Factored): Atom =>
  solution(b, known, identity(b, shapeOf(known.matrix)[0] ?? constant(0, "i32")));

/** Emits the inverse of a matrix. */
export const inverseMatrix = (b: ArrayBuilder, matrix: Atom): Atom => inverseOf(b, factored(b, matrix));

/** Emits the logarithm of the size of a determinant. */
export const logDeterminant = (b: ArrayBuilder, matrix: Atom): Atom => {
  const known = factored(b, matrix);
  const inputs = [known.matrix, known.factors, known.order];
  return b.operation(logDeterminantOperation, inputs)[0] ?? constant(Number.NaN);
};
