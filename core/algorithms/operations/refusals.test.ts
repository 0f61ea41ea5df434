import { describe, expect, it } from "vitest";
import { outcome, thrown } from "./checked.ts";
import { choleskyFactor } from "./cholesky.ts";
import { linearSolution } from "./linear-solve.ts";
import { inverseMatrix, logDeterminant } from "./log-determinant.ts";
import { triangularSolution } from "./triangular-solve.ts";

describe("a matrix without an answer", () => {
  it("is refused by cholesky with its pivot, and with the factor so far", () => {
    const error = thrown(() =>
      outcome(
        [
          [
            [4, 2, 2],
            [2, 1, 3],
            [2, 3, 9],
          ],
        ],
        (b, [m]) => (m ? [choleskyFactor(b, m)] : []),
      ),
    );
    expect(error).toMatchObject({
      code: "E_SINGULAR",
      message: expect.stringContaining("pivot 1 is 0"),
      state: {
        pivot: 1,
        value: 0,
        matrix: [
          [2, 0, 0],
          [1, 0, 0],
          [2, 3, 9],
        ],
      },
    });
  });

  it.each([
    [
      "two equal rows",
      [
        [1, 2],
        [1, 2],
      ],
      1,
    ],
    [
      "rows whose sum is zero but for rounding",
      [
        [1, 2, 3],
        [4, 5, 6],
        [7, 8, 9],
      ],
      2,
    ],
    [
      "nothing but zeros",
      [
        [0, 0],
        [0, 0],
      ],
      0,
    ],
  ] as const)("is refused by solveLinear: %s", (_, m, pivot) => {
    const error = thrown(() => outcome([m], (b, [x]) => (x ? [inverseMatrix(b, x)] : [])));
    expect(error).toMatchObject({ code: "E_SINGULAR", state: { pivot } });
  });

  it("is not one that is badly scaled", () => {
    const [x] = outcome(
      [
        [
          [1, 1e-20],
          [1, -1e-20],
        ],
      ],
      (b, [m]) => (m ? [inverseMatrix(b, m)] : []),
    );
    expect(x).toEqual([0.5, 0.5, 5e19, -5e19]);
  });

  it("is refused by triangularSolve where its diagonal is zero", () => {
    const which = { lower: true, transposed: false, unit: false };
    const work = () =>
      outcome(
        [
          [
            [1, 0],
            [2, 0],
          ],
          [[1], [1]],
        ],
        (b, [m, x]) => (m && x ? [triangularSolution(b, m, x, which)] : []),
      );
    expect(thrown(work)).toMatchObject({ code: "E_SINGULAR", state: { pivot: 1 } });
  });

  it("is named by the first element that is no number", () => {
    const error = thrown(() =>
      outcome(
        [
          [
            [1, 2],
            [Number.NaN, 1],
          ],
        ],
        (b, [m]) => (m ? [choleskyFactor(b, m)] : []),
      ),
    );
    expect(error).toMatchObject({ code: "E_NONFINITE", message: expect.stringContaining("element [1][0] is NaN") });
  });

  it("says its sizes where they are not those of a square", () => {
    expect(thrown(() => outcome([[[1, 2, 3]]], (b, [m]) => (m ? [logDeterminant(b, m)] : [])))).toMatchObject({
      code: "E_SHAPE",
      message: expect.stringContaining("[1, 3]"),
    });
    expect(
      thrown(() =>
        outcome(
          [
            [
              [1, 2],
              [3, 4],
            ],
            [[1], [2], [3]],
          ],
          (b, [m, x]) => (m && x ? [linearSolution(b, m, x)] : []),
        ),
      ),
    ).toMatchObject({ code: "E_SHAPE", message: expect.stringContaining("[2, 2] and a right side of sizes [3, 1]") });
  });
});

describe("a Hilbert matrix of five rows", () => {
  const hilbert = Array.from({ length: 5 }, (_, i) => Array.from({ length: 5 }, (__, j) => 1 / (i + j + 1)));

  it("has whole numbers in its inverse, and the determinant 1 / 266716800000", () => {
    const [found = [], log] = outcome([hilbert], (b, [x]) => (x ? [inverseMatrix(b, x), logDeterminant(b, x)] : []));
    const choose = (n: number, k: number): number => (k === 0 ? 1 : (choose(n, k - 1) * (n - k + 1)) / k);
    for (const [place, x] of (found as readonly number[]).entries()) {
      const [i, j] = [Math.floor(place / 5), place % 5];
      const sign = (i + j) % 2 === 0 ? 1 : -1;
      const whole = sign * (i + j + 1) * choose(5 + i, 4 - j) * choose(5 + j, 4 - i) * choose(i + j, i) ** 2;
      expect(Math.abs(x - whole)).toBeLessThan(1e-10 * 179200);
    }
    expect(log).toBeCloseTo(-Math.log(266716800000), 9);
  });
});
