import { fail } from "../../errors.ts";
import { mul, sub } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import type { Operation } from "../operation.ts";
import { shapeOf } from "../statement.ts";
import { eachElement, plus, symmetricPart } from "./arrays.ts";
import { contraction } from "./contract.ts";
import { nestedOf, numbersOf } from "./dense.ts";
import { spectrumOf } from "./eigh-in-place.ts";
import { orderOf, requireFinite, sizeOfSquare } from "./matrix.ts";

const name = "eigh";

/**
 * One over the differences of eigenvalues, `1 / (w[j] - w[i])`, and zero on the diagonal: how vectors turn into each
 * other. Between equal eigenvalues vectors have no derivative.
 */
const gapsOperation: Operation = {
  name: "gaps",
  shapes: ([values]) => {
    const [size = constant(0, "i32")] = values ? shapeOf(values) : [];
    return [[size, size]];
  },
  evaluate: ([values], [output]) => {
    if (!values || !output) return;
    const [w, gaps] = [numbersOf(values), numbersOf(output)];
    const n = w.length;
    const rounding = n * Number.EPSILON * w.reduce((size, x) => Math.max(size, Math.abs(x)), 0);
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        const gap = (w[j] ?? 0) - (w[i] ?? 0);
        if (i !== j && !(Math.abs(gap) > rounding))
          throw fail("E_DEGENERATE", {
            what: `eigenvalues ${Math.min(i, j)} and ${Math.max(i, j)} are both ${w[i]}: their vectors have no derivative`,
            cure: "use the eigenvalues alone, or cholesky, solveLinear or logdet, which need no vectors",
            state: { values: nestedOf(values) },
          });
        gaps[i * n + j] = i === j ? 0 : 1 / gap;
      }
  },
  jvp: (b, { outputs: [gaps] }, [flow]) => {
    if (!gaps || !flow) return [];
    return [
      eachElement(b, [gaps], ([gap = gaps], [i = gap, j = gap]) => {
        const growth = b.emit(sub.primitive, [b.read(flow, [i]), b.read(flow, [j])]);
        return b.emit(mul.primitive, [b.emit(mul.primitive, [gap, gap]), growth]);
      }),
    ];
  },
  vjp: (b, { outputs: [gaps] }, [cotangent]) => {
    if (!gaps || !cotangent) return [];
    const flows = eachElement(b, [gaps, cotangent], ([gap = gaps, flow = cotangent]) =>
      b.emit(mul.primitive, [b.emit(mul.primitive, [gap, gap]), flow]),
    );
    const [rows, columns] = [contraction(b, "ij->i", [flows]), contraction(b, "ij->j", [flows])];
    return [eachElement(b, [rows, columns], (items) => b.emit(sub.primitive, items))];
  },
};

/** How the vectors turn: elements of a matrix between eigenvectors, over the differences of their eigenvalues. */
const overGaps = (b: ArrayBuilder, values: Atom, between: Atom): Atom => {
  const [gaps = between] = b.operation(gapsOperation, [values]);
  return eachElement(b, [gaps, between], (items) => b.emit(mul.primitive, items));
};

/** Eigenvalues of the symmetric part of a matrix, from the smallest on, and its eigenvectors as columns. */
export const eighOperation: Operation = {
  name,
  shapes: ([matrix]) => {
    const size = sizeOfSquare(name, matrix ?? constant(0));
    return [[size], [size, size]];
  },
  evaluate: ([matrix], [values, vectors]) => {
    if (!matrix || !values || !vectors) return;
    const n = orderOf(name, matrix);
    requireFinite(name, matrix);
    const a = numbersOf(matrix);
    const work = Float64Array.from(a, (x, place) => (x + (a[(place % n) * n + Math.floor(place / n)] ?? 0)) / 2);
    const found = spectrumOf(work, n);
    if (!found)
      throw fail("E_CONVERGENCE", { what: "the eigenvalues were not found", state: { matrix: nestedOf(matrix) } });
    numbersOf(values).set(found.values);
    const columns = numbersOf(vectors);
    for (const [place, x] of found.vectors.entries()) columns[(place % n) * n + Math.floor(place / n)] = x;
  },
  jvp: (b, { outputs: [values, vectors] }, [flow]) => {
    if (!values || !vectors || !flow) return [];
    const right = contraction(b, "ij,jk->ik", [symmetricPart(b, flow), vectors]);
    const between = contraction(b, "ji,jk->ik", [vectors, right]);
    const turned = contraction(b, "ij,jk->ik", [vectors, overGaps(b, values, between)]);
    return [contraction(b, "ji,ji->i", [vectors, right]), turned];
  },
  vjp: (b, { outputs: [values, vectors] }, [valueFlow, vectorFlow]) => {
    if (!values || !vectors || (!valueFlow && !vectorFlow)) return [];
    const scaled = valueFlow && contraction(b, "ik,k->ik", [vectors, valueFlow]);
    const turning = vectorFlow && overGaps(b, values, contraction(b, "ji,jk->ik", [vectors, vectorFlow]));
    const turned = turning && contraction(b, "ij,jk->ik", [vectors, turning]);
    const left = plus(b, scaled, turned);
    return [left && symmetricPart(b, contraction(b, "ik,jk->ij", [left, vectors]))];
  },
};
