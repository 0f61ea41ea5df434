import { describe, expect, it } from "vitest";
import { exp, log, sin } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { expectDerivatives, thrown } from "../operations/checked.ts";
import { contraction } from "../operations/contract.ts";
import { derivativesOf, type Subject } from "../operations/derivative-check.ts";
import { arithmetic } from "./arithmetic.ts";
import { zeroOf } from "./searches.ts";
import { at, bisected, k, outcome, vector } from "./test-words.ts";

describe("root", () => {
  it("is the square root of its parameter, with its derivatives", () => {
    expectDerivatives(
      {
        shapes: [[]],
        emit: (b, [p = k(0)]) => {
          const { mul, sub } = arithmetic(b);
          return [zeroOf(b, "root", k(1), (x) => sub(mul(x, x), p), 100)];
        },
        plain: ([p = []]) => p.map(Math.sqrt),
      },
      [[1.7]],
    );
  });

  it("has derivatives by all that the function uses, also inside another root", () => {
    const kepler = (anomaly: number, e: number): number => bisected((x) => x - e * Math.sin(x) - anomaly, -10, 10);
    expectDerivatives(
      {
        shapes: [[], []],
        emit: (b, [m = k(0), e = k(0)]) => {
          const { add, mul, sub } = arithmetic(b);
          const eccentric = (mean: Atom): Atom =>
            zeroOf(b, "root", mean, (x) => sub(sub(x, mul(e, b.emit(sin.primitive, [x]))), mean), 100);
          return [zeroOf(b, "root", m, (y) => sub(add(mul(k(3), y), eccentric(mul(e, y))), m), 100)];
        },
        plain: ([[m = 0] = [], [e = 0] = []]) => [bisected((y) => 3 * y + kepler(e * y, e) - m, -10, 10)],
      },
      [[1.3], [0.4]],
    );
  });

  it("has the derivatives of its own iteration, gone through turn by turn", () => {
    const start = k(0.5);
    const residual = (b: ArrayBuilder, x: Atom, p: Atom): Atom => {
      const { mul, sub } = arithmetic(b);
      return sub(mul(x, b.emit(exp.primitive, [x])), p);
    };
    const implicit: Subject = {
      shapes: [[]],
      emit: (b, [p = k(0)]) => [zeroOf(b, "root", start, (x) => residual(b, x, p), 100)],
      plain: ([[p = 0] = []]) => [bisected((x) => x * Math.exp(x) - p, 0, 5)],
    };
    const iterated: Subject = {
      ...implicit,
      emit: (b, [p = k(0)]) => {
        const { add, div, mul, sub } = arithmetic(b);
        return b.loop(constant(12, "i32"), [start], (_turn, [x = start]) => {
          const slope = mul(b.emit(exp.primitive, [x]), add(x, k(1)));
          return { carried: [sub(x, div(residual(b, x, p), slope))], collected: [] };
        }).carried;
      },
    };
    expectDerivatives(implicit, [[2]]);
    const [solved, gone] = [derivativesOf(implicit, [[2]]), derivativesOf(iterated, [[2]])];
    expect(solved.first.reverse).toBeCloseTo(gone.first.reverse, 13);
    expect(solved.second.rr).toBeCloseTo(gone.second.ff, 12);
  });

  it("is right to rounding, however large or small the numbers are", () => {
    for (const size of [1e-150, 1e-12, 1, 1e12, 1e150]) {
      const [x] = outcome((b) => {
        const { mul, sub } = arithmetic(b);
        return [zeroOf(b, "root", k(size), (y) => sub(mul(y, y), k(2 * size * size)), 100)];
      });
      expect(Number(x) / size).toBeCloseTo(Math.SQRT2, 15);
    }
  });

  it("says where it was left if there is none", () => {
    const error = thrown(() =>
      outcome((b) => {
        const { add, mul } = arithmetic(b);
        return [zeroOf(b, "root", k(1.5), (x) => add(mul(x, x), k(1)), 100)];
      }),
    );
    expect(error).toMatchObject({
      code: "E_CONVERGENCE",
      message: expect.stringContaining("root found no solution"),
      state: { at: expect.any(Number), residual: expect.any(Number), turns: expect.any(Number) },
    });
    const { residual } = (error as { readonly state: { readonly residual: number } }).state;
    expect(residual).toBeGreaterThanOrEqual(1);
  });

  it("says so if it runs out of turns, or meets what is no number", () => {
    const slow = (): unknown =>
      outcome((b) => {
        const { mul, sub } = arithmetic(b);
        return [zeroOf(b, "root", k(1e6), (x) => sub(mul(x, x), k(2)), 3)];
      });
    expect(thrown(slow)).toMatchObject({ code: "E_CONVERGENCE", state: { turns: 3 } });
    const outside = (): unknown => outcome((b) => [zeroOf(b, "root", k(-1), (x) => b.emit(log.primitive, [x]), 100)]);
    expect(thrown(outside)).toMatchObject({ code: "E_CONVERGENCE", state: { at: -1 } });
  });
});

describe("solve", () => {
  const circleAndProduct = (b: ArrayBuilder, r: Atom, p: Atom): Atom =>
    zeroOf(
      b,
      "solve",
      b.data(Float64Array.of(2, 0.5)),
      (x) => {
        const { add, mul, sub } = arithmetic(b);
        const [u, v] = [at(b, x, 0), at(b, x, 1)];
        return vector(b, [sub(add(mul(u, u), mul(v, v)), r), sub(mul(u, v), p)]);
      },
      100,
    );

  it("is where a circle and a hyperbola meet, with its derivatives", () => {
    expectDerivatives(
      {
        shapes: [[], []],
        emit: (b, [r = k(0), p = k(0)]) => [circleAndProduct(b, r, p)],
        plain: ([[r = 0] = [], [p = 0] = []]) => {
          const [sum, gap] = [Math.sqrt(r + 2 * p), Math.sqrt(r - 2 * p)];
          return [(sum + gap) / 2, (sum - gap) / 2];
        },
      },
      [[4], [0.9]],
    );
  });

  it("has derivatives by arrays that the function uses", () => {
    // x_i + 0.1 (sum of x)^3 = p_i: the sum s of the unknowns is the root of s + 0.1 n s^3 = sum of p
    expectDerivatives(
      {
        shapes: [[3], []],
        emit: (b, [p = k(0), weight = k(0)]) => {
          const { add, mul, sub } = arithmetic(b);
          return [
            zeroOf(
              b,
              "solve",
              p,
              (x) => {
                const s = contraction(b, "i->", [x]);
                const cube = mul(weight, mul(s, mul(s, s)));
                return vector(
                  b,
                  [0, 1, 2].map((i) => sub(add(at(b, x, i), cube), at(b, p, i))),
                );
              },
              100,
            ),
          ];
        },
        plain: ([p = [], [weight = 0] = []]) => {
          const sum = p.reduce((s, x) => s + x, 0);
          const s = bisected((x) => x + 3 * weight * x ** 3 - sum, -10, 10);
          return p.map((x) => x - weight * s ** 3);
        },
      },
      [[0.7, -0.2, 0.4], [0.1]],
    );
  });

  it("refuses slopes that are singular, with the matrix", () => {
    const flat = (): unknown =>
      outcome((b) => [
        zeroOf(b, "solve", b.data(Float64Array.of(1, 2)), (x) => vector(b, [at(b, x, 0), at(b, x, 0)]), 9),
      ]);
    expect(thrown(flat)).toMatchObject({ code: "E_SINGULAR", state: { pivot: 1 } });
  });
});
