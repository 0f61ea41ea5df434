import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { symmetricPart, triangleOf } from "./arrays.ts";
import { factorInPlace } from "./cholesky-in-place.ts";
import { contraction } from "./contract.ts";
import { numbersOf } from "./dense.ts";
import { orderOf, requireFinite, singular, sizeOfSquare } from "./matrix.ts";
import { triangularSolution } from "./triangular-solve.ts";

const name = "cholesky";

const lower = { lower: true, transposed: false, unit: false };
const upper = { lower: true, transposed: true, unit: false };

/** The lower triangle L with a positive diagonal for which L Lᵀ is the symmetric part of a positive definite matrix. */
export const choleskyOperation: Operation = {
  name,
  shapes: ([matrix]) => {
    const size = sizeOfSquare(name, matrix ?? constant(0));
    return [[size, size]];
  },
  evaluate: ([matrix], [output]) => {
    if (!matrix || !output) return;
    const n = orderOf(name, matrix);
    requireFinite(name, matrix);
    const [a, l] = [numbersOf(matrix), numbersOf(output)];
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) l[i * n + j] = ((a[i * n + j] ?? 0) + (a[j * n + i] ?? 0)) / 2;
    const pivot = factorInPlace(l, n);
    for (let i = 0; i < n; i++) l.fill(0, i * n + i + 1, i * n + n);
    if (pivot < n) throw singular("the matrix is not positive definite", pivot, l[pivot * (n + 1)] ?? 0, output);
  },
  jvp: (b, { outputs: [l] }, [flow]) => {
    if (!l || !flow) return [];
    const left = triangularSolution(b, l, symmetricPart(b, flow), lower);
    const both = triangularSolution(b, l, contraction(b, "ij->ji", [left]), lower);
    return [contraction(b, "ij,jk->ik", [l, halved(b, both)])];
  },
  vjp: (b, { outputs: [l] }, [cotangent]) => {
    if (!l || !cotangent) return [];
    const inner = halved(b, contraction(b, "ji,jk->ik", [l, cotangent]));
    const left = triangularSolution(b, l, inner, upper);
    const both = triangularSolution(b, l, contraction(b, "ij->ji", [left]), upper);
    return [symmetricPart(b, both)];
  },
};

const halved = (b: ArrayBuilder, matrix: Atom): Atom => triangleOf(b, matrix, { lower: true, diagonal: 0.5 });

/** Emits the Cholesky factor of a matrix. */
export const choleskyFactor = (b: ArrayBuilder, matrix: Atom): Atom =>
  b.operation(choleskyOperation, [matrix])[0] ?? constant(Number.NaN);
