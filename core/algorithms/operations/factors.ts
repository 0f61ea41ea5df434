import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { numbersOf } from "./dense.ts";
import { eliminate } from "./lu-in-place.ts";
import { orderOf, requireFinite, singular, sizeOfSquare } from "./matrix.ts";

const name = "solveLinear";

/**
 * Both triangles of a matrix in one, and the order of its rows. Nothing flows through it: what uses the factors takes
 * the matrix as well, and its derivatives are by the matrix.
 */
export const factorsOperation: Operation = {
  name: "factors",
  shapes: ([matrix]) => {
    const size = sizeOfSquare(name, matrix ?? constant(0));
    return [[size, size], [size]];
  },
  evaluate: ([matrix], [factors, order]) => {
    if (!matrix || !factors || !order) return;
    const n = orderOf(name, matrix);
    requireFinite(name, matrix);
    const packed = numbersOf(factors);
    packed.set(numbersOf(matrix));
    const reached = eliminate(packed, n, numbersOf(order));
    if (reached < n) throw singular("the matrix is singular", reached, packed[reached * (n + 1)] ?? 0, factors);
  },
  jvp: () => [],
  vjp: () => [],
};

/** A matrix with its factors, computed once for everything that needs them. */
export interface Factored {
  readonly matrix: Atom;
  readonly factors: Atom;
  readonly order: Atom;
}

export const factored = (b: ArrayBuilder, matrix: Atom): Factored => {
  const [factors = matrix, order = matrix] = b.operation(factorsOperation, [matrix]);
  return { matrix, factors, order };
};

/** The inputs of an operation on a matrix with its factors. */
export const factoredIn = ([matrix, factors, order]: readonly Atom[]): Factored | undefined =>
  matrix && factors && order && { matrix, factors, order };
