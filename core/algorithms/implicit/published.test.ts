import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { minimum, solve } from "./functions.ts";

const scope = { minimum, solve };
type S = typeof scope;

/** Problems of Moré, Garbow and Hillstrom, ACM Trans. Math. Softw. 7 (1981) 17, from their starts to their solutions. */
const minima: Readonly<Record<string, readonly [(s: S) => readonly number[], readonly number[]]>> = {
  "Beale's function": [
    ({ minimum }) =>
      minimum(
        ([x, y]) => (1.5 - x * (1 - y)) ** 2 + (2.25 - x * (1 - y ** 2)) ** 2 + (2.625 - x * (1 - y ** 3)) ** 2,
        [1, 1],
      ),
    [3, 0.5],
  ],
  "the badly scaled function of Brown": [
    ({ minimum }) => minimum(([x, y]) => (x - 1e6) ** 2 + (y - 2e-6) ** 2 + (x * y - 2) ** 2, [1, 1]),
    [1e6, 2e-6],
  ],
  "Wood's function": [
    ({ minimum }) =>
      minimum(
        ([a, b, c, d]) =>
          100 * (b - a * a) ** 2 +
          (1 - a) ** 2 +
          90 * (d - c * c) ** 2 +
          (1 - c) ** 2 +
          10 * (b + d - 2) ** 2 +
          (b - d) ** 2 / 10,
        [-3, -1, -3, -1],
      ),
    [1, 1, 1, 1],
  ],
  "the helical valley, around its axis": [
    ({ minimum }) =>
      minimum(
        ([x, y, z]) => 100 * ((z - (5 / Math.PI) * Math.atan2(y, x)) ** 2 + (Math.hypot(x, y) - 1) ** 2) + z * z,
        [-1, 1e-3, 0],
      ),
    [1, 0, 0],
  ],
};

describe("published problems", () => {
  it.each(Object.entries(minima))("have their known minimum: %s", (_, [f, expected]) => {
    const found = compile(f, [], { scope })();
    for (const [i, x] of expected.entries()) {
      const scale = x === 0 ? 1 : Math.abs(x);
      expect(Math.abs((found[i] ?? Number.NaN) - x) / scale).toBeLessThan(1e-12);
    }
  });

  it("have their known zero: the tridiagonal equations of Broyden", () => {
    const f = (start: readonly number[], { solve }: S) =>
      solve(
        (x) =>
          x.map((v, i) => (3 - 2 * v) * v - (i > 0 ? (x[i - 1] ?? 0) : 0) - (i < 29 ? 2 * (x[i + 1] ?? 0) : 0) + 1),
        start,
      );
    const x = compile(f, ["f64[30]"], { scope })(new Array<number>(30).fill(-1));
    for (let i = 0; i < 30; i++) {
      const v = x[i] ?? Number.NaN;
      expect((3 - 2 * v) * v - (x[i - 1] ?? 0) - 2 * (x[i + 1] ?? 0) + 1).toBeCloseTo(0, 14);
    }
    // far from both ends all are alike: (3 - 2 v) v - 3 v + 1 = 0
    expect(x[12]).toBeCloseTo(-Math.SQRT1_2, 7);
  });

  it("have no zero of slopes that can be told from others where they are flat: Powell's singular function", () => {
    const f = ({ minimum }: S) =>
      minimum(
        ([a, b, c, d]) => (a + 10 * b) ** 2 + 5 * (c - d) ** 2 + (b - 2 * c) ** 4 + 10 * (a - d) ** 4,
        [3, -1, 0, 1],
      );
    expect(() => compile(f, [], { scope })()).toThrow(/E_CONVERGENCE: minimum does not settle: turn 200/);
  });
});
