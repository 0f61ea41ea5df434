import { describe, it } from "vitest";
import { expectDerivatives, unary } from "./checked.ts";
import { choleskyFactor } from "./cholesky.ts";
import { linearSolution } from "./linear-solve.ts";
import { inverseMatrix, logDeterminant } from "./log-determinant.ts";
import { luOperation } from "./lu.ts";
import {
  cholesky,
  definite,
  determinant,
  general,
  inverse,
  type Matrix,
  product,
  rowsOf,
  symmetric,
  transpose,
  triangle,
} from "./plain-matrices.ts";
import { triangularSolution } from "./triangular-solve.ts";

const vector = [0.3, -1.1, 0.7, 2.2];
const columns = [0.3, -1.1, 0.7, 2.2, -0.4, 1.3, 0.9, -0.8];

describe("derivatives of linear algebra, forward and in reverse and of the second order", () => {
  it.each([1, 2, 3, 4])("are those of the textbook formula for cholesky of %i rows", (n) => {
    expectDerivatives(
      unary(
        n,
        (b, x) => [choleskyFactor(b, x)],
        (m) => cholesky(symmetric(m)),
      ),
      [definite(n)],
    );
  });

  it.each([1, 2, 4])("are those of cofactors for solveLinear of %i rows and one right side", (n) => {
    expectDerivatives(
      {
        shapes: [[n, n], [n]],
        emit: (b, [m, x]) => (m && x ? [linearSolution(b, m, x)] : []),
        plain: ([m = [], x = []]) =>
          product(
            inverse(rowsOf(m, n)),
            x.map((item) => [item]),
          ).flat(),
      },
      [general(n), vector.slice(0, n)],
    );
  });

  it("are those of cofactors for solveLinear with several right sides", () => {
    expectDerivatives(
      {
        shapes: [
          [4, 4],
          [4, 2],
        ],
        emit: (b, [m, x]) => (m && x ? [linearSolution(b, m, x)] : []),
        plain: ([m = [], x = []]) =>
          product(
            inverse(rowsOf(m, 4)),
            [0, 1, 2, 3].map((i) => x.slice(2 * i, 2 * i + 2)),
          ).flat(),
      },
      [general(4), columns],
    );
  });

  it.each(
    [true, false].flatMap((lower) =>
      [true, false].flatMap((transposed) => [true, false].map((unit) => ({ lower, transposed, unit }))),
    ),
  )("are those of cofactors for triangularSolve, %o", (which) => {
    const op = (m: readonly number[]): Matrix => {
      const part = triangle(rowsOf(m, 4), which.lower, which.unit);
      return inverse(which.transposed ? transpose(part) : part);
    };
    const matrix = rowsOf(general(4), 4).flatMap((row, i) => row.map((x, j) => (i === j ? x + 2 : x / 3)));
    expectDerivatives(
      {
        shapes: [[4, 4], [4]],
        emit: (b, [m, x]) => (m && x ? [triangularSolution(b, m, x, which)] : []),
        plain: ([m = [], x = []]) =>
          product(
            op(m),
            x.map((item) => [item]),
          ).flat(),
      },
      [matrix, vector],
    );
    expectDerivatives(
      {
        shapes: [
          [4, 4],
          [4, 2],
        ],
        emit: (b, [m, x]) => (m && x ? [triangularSolution(b, m, x, which)] : []),
        plain: ([m = [], x = []]) =>
          product(
            op(m),
            [0, 1, 2, 3].map((i) => x.slice(2 * i, 2 * i + 2)),
          ).flat(),
      },
      [matrix, columns],
    );
  });

  it.each([1, 2, 4])("are those of cofactors for inverse of %i rows", (n) => {
    expectDerivatives(
      unary(n, (b, x) => [inverseMatrix(b, x)], inverse),
      [general(n)],
    );
  });

  it.each([1, 2, 3, 4])("are those of cofactors for logdet of %i rows", (n) => {
    expectDerivatives(
      unary(
        n,
        (b, x) => [logDeterminant(b, x)],
        (m) => [[Math.log(Math.abs(determinant(m)))]],
      ),
      [general(n)],
    );
  });

  it("are those of elimination row by row for lu", () => {
    const order = [3, 0, 1, 2];
    const plain = (m: Matrix): Matrix => {
      const u = order.map((i) => [...(m[i] ?? [])]);
      const l = order.map((_, i) => order.map((_, j): number => (i === j ? 1 : 0)));
      for (let k = 0; k < 4; k++)
        for (let i = k + 1; i < 4; i++) {
          const [row, pivot, factors] = [u[i] ?? [], u[k] ?? [], l[i] ?? []];
          const factor = (row[k] ?? 0) / (pivot[k] ?? 0);
          factors[k] = factor;
          for (let j = 0; j < 4; j++) row[j] = j === k ? 0 : (row[j] ?? 0) - factor * (pivot[j] ?? 0);
        }
      const p = order.map((_, i) => order.map((from) => (from === i ? 1 : 0)));
      return [...p, ...l, ...u];
    };
    expectDerivatives(
      unary(4, (b, x) => b.operation(luOperation, [x]), plain),
      [general(4)],
    );
  });
});
