import { compile, grad } from "jagrad/algorithms";
import { joined, type Matrix, type Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { count, record, vector } from "../fields.ts";

/** The determinant, by minors of the first column, and of theirs, and so on. */
export const determinant = (A: Matrix): number => {
  const expand = (rows: Matrix): number =>
    rows.length === 1
      ? (rows[0]?.[0] as number)
      : rows.reduce((sum, row, i) => {
          const minor = Array.from({ length: rows.length - 1 }, (_, k) => (rows[k < i ? k : k + 1] as Vector).slice(1));
          return sum + (i % 2 === 0 ? 1 : -1) * (row[0] as number) * expand(minor);
        }, 0);
  return expand(A);
};

const read = record({ A: vector, ell: count });

const rowsOf = (input: unknown): { readonly types: readonly string[]; readonly A: Float64Array } => {
  const { A, ell } = read(input, "");
  if (ell === 0 || A.length !== ell * ell)
    throw new Error(`A: ${ell} times ${ell} numbers are needed, and there are ${A.length}`);
  return { types: [`f64[${ell}, ${ell}]`], A: Float64Array.from(A) };
};

export const det: Evaluation = {
  primal: (input) => {
    const { types, A } = rowsOf(input);
    const f = compile(determinant, types);
    return () => f(A);
  },
  gradient: (input) => {
    const { types, A } = rowsOf(input);
    const f = compile(grad(determinant), types);
    return () => joined(f(A));
  },
};
