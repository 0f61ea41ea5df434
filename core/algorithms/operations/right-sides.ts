import { sub } from "../../primitives/index.ts";
import type { Atom } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { shapeOf } from "../statement.ts";
import { eachElement, minus } from "./arrays.ts";
import { contraction } from "./contract.ts";

const isVector = (x: Atom): boolean => shapeOf(x).length === 1;

/** A matrix, or its transpose, times a vector or a matrix. */
export const times = (b: ArrayBuilder, matrix: Atom, x: Atom, transposed: boolean): Atom => {
  const letters = transposed ? "ji" : "ij";
  return contraction(b, isVector(x) ? `${letters},j->i` : `${letters},jk->ik`, [matrix, x]);
};

/** The cotangent of a matrix, or its transpose, that multiplies `x` from the left. */
export const outer = (b: ArrayBuilder, flow: Atom, x: Atom, transposed: boolean): Atom => {
  const letters = transposed ? "ji" : "ij";
  return contraction(b, isVector(x) ? `i,j->${letters}` : `ik,jk->${letters}`, [flow, x]);
};

/** What is left of a tangent of a right side after the tangent of the matrix times the solution is taken off. */
export const remainder = (
  b: ArrayBuilder,
  right: Atom | undefined,
  matrix: Atom | undefined,
  x: Atom,
  transposed: boolean,
): Atom | undefined => {
  const product = matrix && times(b, matrix, x, transposed);
  return right && product
    ? eachElement(b, [right, product], (items) => b.emit(sub.primitive, items))
    : (right ?? minus(b, product));
};
