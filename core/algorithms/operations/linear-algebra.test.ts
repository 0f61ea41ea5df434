import { describe, expect, it } from "vitest";
import { mul } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import { vjp } from "../derivatives/index.ts";
import { prepare } from "../run/index.ts";
import { choleskyFactor } from "./cholesky.ts";
import { derivativesOf, type Subject, wiggle } from "./derivative-check.ts";
import { eighOperation } from "./eigh.ts";
import { linearSolution } from "./linear-solve.ts";
import { inverseMatrix, logDeterminant } from "./log-determinant.ts";
import { luOperation } from "./lu.ts";
import { triangularSolution } from "./triangular-solve.ts";

type Matrix = readonly (readonly number[])[];

const rowsOf = (flat: readonly number[], n: number): Matrix =>
  Array.from({ length: n }, (_, i) => flat.slice(i * n, i * n + n));

const at = (m: Matrix, i: number, j: number): number => m[i]?.[j] ?? Number.NaN;

/** By expansion along the first row. */
const determinant = (m: Matrix): number =>
  m.length === 0
    ? 1
    : (m[0] ?? []).reduce((sum, x, j) => sum + (j % 2 === 0 ? x : -x) * determinant(without(m, 0, j)), 0);

const without = (m: Matrix, i: number, j: number): Matrix =>
  m.filter((_, row) => row !== i).map((row) => row.filter((_, column) => column !== j));

/** By cofactors. */
const inverse = (m: Matrix): Matrix => {
  const det = determinant(m);
  return m.map((_, i) => m.map((_, j) => ((i + j) % 2 === 0 ? 1 : -1) * (determinant(without(m, j, i)) / det)));
};

const product = (p: Matrix, q: Matrix): Matrix =>
  p.map((row) => (q[0] ?? []).map((_, j) => row.reduce((sum, x, k) => sum + x * at(q, k, j), 0)));

const transpose = (m: Matrix): Matrix => (m[0] ?? []).map((_, j) => m.map((row) => row[j] ?? Number.NaN));

const symmetric = (m: Matrix): Matrix => m.map((row, i) => row.map((x, j) => (x + at(m, j, i)) / 2));

/** Column by column, by the formula of the textbooks. */
const cholesky = (m: Matrix): Matrix => {
  const l = m.map((row) => row.map(() => 0));
  const set = (i: number, j: number, x: number): void => {
    const row = l[i];
    if (row) row[j] = x;
  };
  for (let j = 0; j < m.length; j++) {
    const dot = (i: number): number => l[j]?.slice(0, j).reduce((sum, x, k) => sum + x * at(l, i, k), 0) ?? 0;
    set(j, j, Math.sqrt(at(m, j, j) - dot(j)));
    for (let i = j + 1; i < m.length; i++) set(i, j, (at(m, i, j) - dot(i)) / at(l, j, j));
  }
  return l;
};

const triangle = (m: Matrix, lower: boolean, unit: boolean): Matrix =>
  m.map((row, i) => row.map((x, j) => (i === j ? (unit ? 1 : x) : i > j === lower ? x : 0)));

/** A matrix that is no symmetric one, well away from a singular one, whose largest elements are off the diagonal. */
const general = (n: number): readonly number[] =>
  Array.from({ length: n * n }, (_, p) => wiggle(p) + ((Math.floor(p / n) + 1) % n === p % n ? 3 : 0));

/** Symmetric apart from a little, and positive definite. */
const definite = (n: number): readonly number[] => {
  const m = rowsOf(general(n), n);
  return product(m, transpose(m)).flatMap((row, i) => row.map((x, j) => x + (i === j ? 1 : 0.01 * wiggle(i - j))));
};

const expectDerivatives = (subject: Subject, inputs: readonly (readonly number[])[], reach = 0.04): void => {
  const { values, first, second } = derivativesOf(subject, inputs, reach);
  const expected = subject.plain(inputs);
  expect(values).toHaveLength(expected.length);
  for (const [k, x] of expected.entries()) expect(values[k]).toBeCloseTo(x, 12);
  const scale = Math.max(1, Math.abs(first.forward), Math.abs(second.ff));
  expect(first.forward / scale).toBeCloseTo(first.differences / scale, 10);
  expect(first.reverse / scale).toBeCloseTo(first.forward / scale, 12);
  expect(second.ff / scale).toBeCloseTo(second.differences / scale, 7);
  for (const mode of ["fr", "rf", "rr"] as const) expect(second[mode] / scale).toBeCloseTo(second.ff / scale, 11);
};

const vector = [0.3, -1.1, 0.7, 2.2];
const columns = [0.3, -1.1, 0.7, 2.2, -0.4, 1.3, 0.9, -0.8];

const unary = (
  n: number,
  emit: (b: ArrayBuilder, x: Atom) => readonly Atom[],
  plain: (m: Matrix) => Matrix,
): Subject => ({
  shapes: [[n, n]],
  emit: (b, [x]) => (x ? emit(b, x) : []),
  plain: ([x = []]) => plain(rowsOf(x, n)).flat(),
});

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

  it("are those of the closed form for eigh of two rows", () => {
    const plain = (m: Matrix): Matrix => {
      const [a, b, c] = [at(m, 0, 0), (at(m, 0, 1) + at(m, 1, 0)) / 2, at(m, 1, 1)];
      const [middle, half] = [(a + c) / 2, Math.hypot((a - c) / 2, b)];
      const angle = Math.atan2(2 * b, a - c) / 2;
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
      return [
        [middle - half, middle + half],
        [sin, cos],
        [-cos, sin],
      ];
    };
    expectDerivatives(
      unary(2, (b, x) => b.operation(eighOperation, [x]), plain),
      [[1.5, 0.6, 0.7, 1]],
    );
  });

  it("are those of the cubic formula for eigh of three rows", () => {
    const signOf = (v: readonly number[]): number => {
      const largest = Math.max(...v.map(Math.abs));
      return Math.sign(v.find((x) => Math.abs(x) >= largest / 2) ?? 1);
    };
    const plain = (given: Matrix): Matrix => {
      const m = symmetric(given);
      const mean = (at(m, 0, 0) + at(m, 1, 1) + at(m, 2, 2)) / 3;
      const shifted = m.map((row, i) => row.map((x, j) => (i === j ? x - mean : x)));
      const size = Math.sqrt(shifted.flat().reduce((sum, x) => sum + x * x, 0) / 6);
      const angle = Math.acos(determinant(shifted) / (2 * size ** 3)) / 3;
      const values = [2, 1, 0].map((k) => mean + 2 * size * Math.cos(angle + (2 * Math.PI * ((3 - k) % 3)) / 3));
      const sorted = values.toSorted((x, y) => x - y);
      const vectors = sorted.map((value) => {
        const [p = [], q = []] = m.map((row, i) => row.map((x, j) => (i === j ? x - value : x)));
        const cross = [0, 1, 2].map(
          (i) => (p[(i + 1) % 3] ?? 0) * (q[(i + 2) % 3] ?? 0) - (p[(i + 2) % 3] ?? 0) * (q[(i + 1) % 3] ?? 0),
        );
        const length = Math.hypot(...cross) * signOf(cross);
        return cross.map((x) => x / length);
      });
      return [sorted, ...transpose(vectors)];
    };
    expectDerivatives(
      unary(3, (b, x) => b.operation(eighOperation, [x]), plain),
      [definite(3)],
    );
  });
});

const flatOf = (m: Matrix): Float64Array => Float64Array.from(m.flat());

/** Runs what is emitted on matrices. */
const outcome = (matrices: readonly Matrix[], emit: (b: ArrayBuilder, inputs: readonly Atom[]) => readonly Atom[]) => {
  const b = arrayBuilder();
  const block = b.block([], () =>
    emit(
      b,
      matrices.map((m) => b.data(flatOf(m), [m.length, m[0]?.length ?? 0])),
    ),
  );
  return prepare(block)
    .run([])
    .map((value) => (typeof value === "object" ? [...value.values] : Number(value)));
};

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

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

describe("eigh", () => {
  it.each([1, 2, 5, 20, 60])("takes a matrix of %i rows apart into orthogonal vectors", (n) => {
    const m = symmetric(rowsOf(general(n), n));
    const [values = [], vectors = []] = outcome([m], (b, [x]) => (x ? b.operation(eighOperation, [x]) : []));
    const w = values as readonly number[];
    const v = rowsOf(vectors as readonly number[], n);
    expect([...w].toSorted((x, y) => x - y)).toEqual(w);
    const unit = product(transpose(v), v);
    const back = product(
      v.map((row) => row.map((x, j) => x * (w[j] ?? 0))),
      transpose(v),
    );
    for (let i = 0; i < n; i++)
      for (let j = 0; j < n; j++) {
        expect(at(unit, i, j)).toBeCloseTo(i === j ? 1 : 0, 12);
        expect(at(back, i, j)).toBeCloseTo(at(m, i, j), 12);
      }
  });

  it.each([
    [
      [
        [2, 0],
        [0, 2],
      ],
      [2, 2],
    ],
    [
      [
        [0, 0, 0],
        [0, 0, 0],
        [0, 0, 0],
      ],
      [0, 0, 0],
    ],
    [
      [
        [3, 0, 0],
        [0, 1, 0],
        [0, 0, 2],
      ],
      [1, 2, 3],
    ],
    [
      [
        [1e-200, 0],
        [0, 1e200],
      ],
      [1e-200, 1e200],
    ],
  ] as const)("has the eigenvalues of %o", (m, expected) => {
    expect(outcome([m], (b, [x]) => (x ? b.operation(eighOperation, [x]) : []))[0]).toEqual(expected);
  });

  it("has the eigenvalues 2 - 2 cos(k pi / 41) of the second difference of 40 points", () => {
    const m = Array.from({ length: 40 }, (_, i) =>
      Array.from({ length: 40 }, (_, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0)),
    );
    const [values = []] = outcome([m], (b, [x]) => (x ? b.operation(eighOperation, [x]) : []));
    for (const [k, x] of (values as readonly number[]).entries())
      expect(x).toBeCloseTo(2 - 2 * Math.cos(((k + 1) * Math.PI) / 41), 13);
  });

  it("has the eigenvalues of Rosser's matrix: two equal, two nearly so, one zero, and a pair of opposite sign", () => {
    // Rosser, Lanczos, Hestenes and Karush, J. Res. Natl. Bur. Stand. 47 (1951) 291
    const rosser = [
      [611, 196, -192, 407, -8, -52, -49, 29],
      [196, 899, 113, -192, -71, -43, -8, -44],
      [-192, 113, 899, 196, 61, 49, 8, 52],
      [407, -192, 196, 611, 8, 44, 59, -23],
      [-8, -71, 61, 8, 411, -599, 208, 208],
      [-52, -43, 49, 44, -599, 411, 208, 208],
      [-49, -8, 8, 59, 208, 208, 99, -911],
      [29, -44, 52, -23, 208, 208, -911, 99],
    ];
    const [large, small] = [10 * Math.sqrt(10405), 100 * Math.sqrt(26)];
    const expected = [-large, 0, 510 - small, 1000, 1000, 510 + small, 1020, large];
    const [values = []] = outcome([rosser], (b, [x]) => (x ? b.operation(eighOperation, [x]) : []));
    for (const [k, x] of (values as readonly number[]).entries())
      expect(Math.abs(x - (expected[k] ?? Number.NaN))).toBeLessThan(1e-11);
  });

  describe("of equal eigenvalues", () => {
    const same = [2, 0, 0, 0, 2, 0, 0, 0, 5];
    const traces = (m: Matrix): Matrix => [[determinant(m)]];

    it("gives the derivative of a function that does not tell them apart", () => {
      const subject = unary(
        3,
        (b, x) => {
          const [values = x] = b.operation(eighOperation, [x]);
          const [p, q, r] = [0, 1, 2].map((i) => b.read(values, [constant(i, "i32")]));
          return p && q && r ? [b.emit(mul.primitive, [p, b.emit(mul.primitive, [q, r])])] : [];
        },
        (m) => traces(symmetric(m)),
      );
      const b = arrayBuilder();
      const x = b.variable("f64", [constant(3, "i32"), constant(3, "i32")]);
      const block = b.block([x], () => subject.emit(b, [x]));
      const outer = arrayBuilder();
      const gradient = outer.block([x], () => {
        const [flow = x] = vjp(outer, block, [x], [true]).pullback([constant(1)]);
        return [flow];
      });
      const [found] = prepare(gradient).run([{ values: Float64Array.from(same), offset: 0, shape: [3, 3] }]);
      // the derivative of a determinant is its cofactors
      expect(typeof found === "object" && [...found.values]).toEqual([10, 0, 0, 0, 10, 0, 0, 0, 4]);
    });

    it("refuses the derivative of their vectors, naming both", () => {
      const subject = unary(3, (b, x) => b.operation(eighOperation, [x]), traces);
      expect(thrown(() => derivativesOf(subject, [same]))).toMatchObject({
        code: "E_DEGENERATE",
        message: expect.stringContaining("eigenvalues 0 and 1 are both 2"),
        state: { values: [2, 2, 5] },
      });
    });
  });
});
