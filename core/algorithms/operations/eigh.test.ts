import { describe, expect, it } from "vitest";
import { mul } from "../../primitives/index.ts";
import { constant } from "../../program/index.ts";
import { arrayBuilder } from "../builder.ts";
import { vjp } from "../derivatives/index.ts";
import { prepare } from "../run/index.ts";
import { expectDerivatives, outcome, thrown, unary } from "./checked.ts";
import { derivativesOf } from "./derivative-check.ts";
import { eighOperation } from "./eigh.ts";
import {
  at,
  definite,
  determinant,
  general,
  type Matrix,
  product,
  rowsOf,
  symmetric,
  transpose,
} from "./plain-matrices.ts";

describe("derivatives of eigh", () => {
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
