import { describe, expect, it } from "vitest";
import { cos } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { expectDerivatives, thrown } from "../operations/checked.ts";
import { derivativesOf } from "../operations/derivative-check.ts";
import { arithmetic } from "./arithmetic.ts";
import { fixedPointOf } from "./searches.ts";
import { at, bisected, k, outcome, vector } from "./test-words.ts";

describe("fixedPoint", () => {
  it("is where a cosine is its own argument, with its derivatives", () => {
    expectDerivatives(
      {
        shapes: [[]],
        emit: (b, [p = k(0)]) => [
          fixedPointOf(b, k(0.3), (x) => b.emit(cos.primitive, [arithmetic(b).mul(p, x)]), 10_000),
        ],
        plain: ([[p = 0] = []]) => [bisected((x) => x - Math.cos(p * x), 0, 2)],
      },
      [[0.9]],
    );
  });

  it("has the derivatives of its own iteration, gone through turn by turn", () => {
    const next = (b: ArrayBuilder, x: Atom, p: Atom): Atom => b.emit(cos.primitive, [arithmetic(b).mul(p, x)]);
    const plain = ([[p = 0] = []]: readonly (readonly number[])[]): readonly number[] => [
      bisected((x) => x - Math.cos(p * x), 0, 2),
    ];
    const solved = derivativesOf(
      { shapes: [[]], emit: (b, [p = k(0)]) => [fixedPointOf(b, k(0.3), (x) => next(b, x, p), 10_000)], plain },
      [[0.7]],
    );
    const iterated = derivativesOf(
      {
        shapes: [[]],
        emit: (b, [p = k(0)]) =>
          b.loop(constant(120, "i32"), [k(0.3)], (_turn, [x = k(0)]) => ({ carried: [next(b, x, p)], collected: [] }))
            .carried,
        plain,
      },
      [[0.7]],
    );
    expect(solved.first.reverse).toBeCloseTo(iterated.first.reverse, 13);
    expect(solved.second.rr).toBeCloseTo(iterated.second.rr, 12);
    expect(solved.second.ff).toBeCloseTo(iterated.second.ff, 12);
  });

  it("is the stationary distribution of a chain, with its derivatives", () => {
    // two states that are left with chances p and q
    expectDerivatives(
      {
        shapes: [[], []],
        emit: (b, [p = k(0), q = k(0)]) => {
          const { add, div, mul, sub } = arithmetic(b);
          const next = (x: Atom): Atom => {
            const [u, v] = [at(b, x, 0), at(b, x, 1)];
            const total = add(u, v);
            const left = add(mul(sub(k(1), p), u), mul(q, v));
            const right = add(mul(p, u), mul(sub(k(1), q), v));
            return vector(b, [div(left, total), div(right, total)]);
          };
          return [fixedPointOf(b, b.data(Float64Array.of(0.5, 0.5)), next, 10_000)];
        },
        plain: ([[p = 0] = [], [q = 0] = []]) => [q / (p + q), p / (p + q)],
      },
      [[0.3], [0.2]],
    );
  });

  it("is refused where the iteration moves away, though there is one", () => {
    const away = (): unknown => outcome((b) => [fixedPointOf(b, k(0.1), (x) => arithmetic(b).mul(k(2), x), 50)]);
    expect(thrown(away)).toMatchObject({
      code: "E_CONVERGENCE",
      message: expect.stringContaining("fixedPoint does not settle: turn 50"),
      state: { at: 0.1 * 2 ** 50, turns: 50 },
    });
  });
});
