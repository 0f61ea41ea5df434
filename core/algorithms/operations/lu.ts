import { add } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { eachElement, triangleOf } from "./arrays.ts";
import { contraction } from "./contract.ts";
import { numbersOf } from "./dense.ts";
import { eliminate } from "./lu-in-place.ts";
import { orderOf, requireFinite, singular, sizeOfSquare } from "./matrix.ts";
import { triangularSolution } from "./triangular-solve.ts";

const name = "lu";

const unitLower = { lower: true, transposed: false, unit: true };
const upper = { lower: false, transposed: false, unit: false };

/** The strict lower part of one matrix and the upper part, with its diagonal, of another. */
const parts = (b: ArrayBuilder, below: Atom, above: Atom): readonly [Atom, Atom] => [
  triangleOf(b, below, { lower: true, diagonal: 0 }),
  triangleOf(b, above, { lower: false, diagonal: 1 }),
];

const transpose = (b: ArrayBuilder, matrix: Atom): Atom => contraction(b, "ij->ji", [matrix]);

/** M U⁻¹ for an upper triangle, or M (Uᵀ)⁻¹ where it is not transposed back. */
const divided = (b: ArrayBuilder, matrix: Atom, u: Atom, transposed: boolean): Atom =>
  transpose(b, triangularSolution(b, u, transpose(b, matrix), { ...upper, transposed }));

/** Factors P, L and U whose product is the matrix: an exchange of rows, a unit lower triangle and an upper one. */
export const luOperation: Operation = {
  name,
  shapes: ([matrix]) => {
    const size = sizeOfSquare(name, matrix ?? constant(0));
    return Array.from({ length: 3 }, () => [size, size]);
  },
  evaluate: ([matrix], [exchange, l, u]) => {
    if (!matrix || !exchange || !l || !u) return;
    const n = orderOf(name, matrix);
    requireFinite(name, matrix);
    const [p, below, above] = [numbersOf(exchange), numbersOf(l), numbersOf(u)];
    const order = new Float64Array(n);
    above.set(numbersOf(matrix));
    const reached = eliminate(above, n, order);
    if (reached < n) throw singular("the matrix is singular", reached, above[reached * (n + 1)] ?? 0, u);
    p.fill(0);
    below.fill(0);
    for (let i = 0; i < n; i++) {
      p[(order[i] ?? 0) * n + i] = 1;
      below.set(above.subarray(i * n, i * n + i), i * n);
      below[i * n + i] = 1;
      above.fill(0, i * n, i * n + i);
    }
  },
  jvp: (b, { outputs: [p, l, u] }, [flow]) => {
    if (!p || !l || !u || !flow) return [];
    const left = triangularSolution(b, l, contraction(b, "ji,jk->ik", [p, flow]), unitLower);
    const inner = divided(b, left, u, true);
    const [below, above] = parts(b, inner, inner);
    return [undefined, contraction(b, "ij,jk->ik", [l, below]), contraction(b, "ij,jk->ik", [above, u])];
  },
  vjp: (b, { outputs: [p, l, u] }, [, lFlow, uFlow]) => {
    if (!p || !l || !u || (!lFlow && !uFlow)) return [];
    const below = lFlow && triangleOf(b, contraction(b, "ji,jk->ik", [l, lFlow]), { lower: true, diagonal: 0 });
    const above = uFlow && triangleOf(b, contraction(b, "ij,kj->ik", [uFlow, u]), { lower: false, diagonal: 1 });
    const inner =
      below && above
        ? eachElement(b, [below, above], (items) => b.emit(add.primitive, items))
        : (below ?? above ?? constant(0));
    const left = triangularSolution(b, l, inner, { ...unitLower, transposed: true });
    return [contraction(b, "ij,jk->ik", [p, divided(b, left, u, false)])];
  },
};
