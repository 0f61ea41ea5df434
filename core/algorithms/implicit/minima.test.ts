import { describe, expect, it } from "vitest";
import { exp } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import type { Dense } from "../operation.ts";
import { expectDerivatives, thrown } from "../operations/checked.ts";
import { contraction } from "../operations/contract.ts";
import { derivativesOf, outcomeOf, type Subject } from "../operations/derivative-check.ts";
import { arithmetic } from "./arithmetic.ts";
import { minimumOf } from "./searches.ts";
import { at, k, outcome, vector } from "./test-words.ts";

describe("minimum", () => {
  const rosenbrock = (b: ArrayBuilder, x: Atom, p: Atom, q: Atom): Atom => {
    const { add, mul, sub } = arithmetic(b);
    const [u, v] = [at(b, x, 0), at(b, x, 1)];
    const [far, bend] = [sub(p, u), sub(v, mul(u, u))];
    return add(mul(far, far), mul(q, mul(bend, bend)));
  };

  it("is at the end of a bent valley, with its derivatives", () => {
    expectDerivatives(
      {
        shapes: [[], []],
        emit: (b, [p = k(0), q = k(0)]) => [
          minimumOf(b, b.data(Float64Array.of(-1.2, 1)), (x) => rosenbrock(b, x, p, q), undefined, 200),
        ],
        plain: ([[p = 0] = []]) => [p, p * p],
      },
      [[1.1], [20]],
    );
  });

  it("has the derivatives of a descent, gone through turn by turn", () => {
    // exp(x) - p x: steps of a tenth of the slope
    const slope = (b: ArrayBuilder, x: Atom, p: Atom): Atom => arithmetic(b).sub(b.emit(exp.primitive, [x]), p);
    const plain = ([p = []]: readonly (readonly number[])[]): readonly number[] => p.map(Math.log);
    const f = (b: ArrayBuilder, x: Atom, p: Atom): Atom => {
      const { mul, sub } = arithmetic(b);
      return sub(b.emit(exp.primitive, [x]), mul(p, x));
    };
    const solved = derivativesOf(
      { shapes: [[]], emit: (b, [p = k(0)]) => [minimumOf(b, k(0), (x) => f(b, x, p), undefined, 200)], plain },
      [[2]],
    );
    const iterated = derivativesOf(
      {
        shapes: [[]],
        emit: (b, [p = k(0)]) => {
          const { mul, sub } = arithmetic(b);
          return b.loop(constant(300, "i32"), [k(0)], (_turn, [x = k(0)]) => ({
            carried: [sub(x, mul(k(0.1), slope(b, x, p)))],
            collected: [],
          })).carried;
        },
        plain,
      },
      [[2]],
    );
    expect(solved.first.reverse).toBeCloseTo(iterated.first.reverse, 13);
    expect(solved.second.rr).toBeCloseTo(iterated.second.rr, 11);
  });

  it("is where the slope is zero for one number, with its derivatives", () => {
    // exp(x) - p x is lowest at log p
    expectDerivatives(
      {
        shapes: [[]],
        emit: (b, [p = k(0)]) => {
          const { mul, sub } = arithmetic(b);
          return [minimumOf(b, k(3), (x) => sub(b.emit(exp.primitive, [x]), mul(p, x)), undefined, 200)];
        },
        plain: ([p = []]) => p.map(Math.log),
      },
      [[2.5]],
    );
  });

  it("is at a bound that holds it, moves with the bound, and with the rest where it is free", () => {
    // (x - p)^2 + (y - q)^2 + x y with x held at its upper bound: y = q - bound / 2
    const subject: Subject = {
      shapes: [[], [], []],
      emit: (b, [p = k(0), q = k(0), bound = k(0)]) => {
        const { add, mul, sub } = arithmetic(b);
        const f = (z: Atom): Atom => {
          const [x, y] = [at(b, z, 0), at(b, z, 1)];
          const [dx, dy] = [sub(x, p), sub(y, q)];
          return add(add(mul(dx, dx), mul(dy, dy)), mul(x, y));
        };
        const lower = b.data(Float64Array.of(-5, Number.NEGATIVE_INFINITY));
        const upper = vector(b, [bound, k(Number.POSITIVE_INFINITY)]);
        return [minimumOf(b, b.data(Float64Array.of(0, 0)), f, { lower, upper }, 200)];
      },
      plain: ([, [q = 0] = [], [bound = 0] = []]) => [bound, q - bound / 2],
    };
    expectDerivatives(subject, [[3], [0.5], [1]]);
  });

  it("is inside its bounds where they do not hold it", () => {
    expectDerivatives(
      {
        shapes: [[]],
        emit: (b, [p = k(0)]) => {
          const { mul, sub } = arithmetic(b);
          const f = (x: Atom): Atom => sub(b.emit(exp.primitive, [x]), mul(p, x));
          return [minimumOf(b, k(0), f, { lower: k(-1), upper: k(2) }, 200)];
        },
        plain: ([p = []]) => p.map(Math.log),
      },
      [[2.5]],
    );
  });

  it("of least squares with nothing negative is the one of the places that are free", () => {
    const matrix = [2, 1, 0, 1, 3, 1, 0, 1, 2, 1, 1, 1];
    const target = [1, -2, 2, 0.3];
    const [found] = outcome((b) => {
      const [m, y] = [b.data(Float64Array.from(matrix), [4, 3]), b.data(Float64Array.from(target))];
      const f = (x: Atom): Atom => {
        const far = contraction(b, "ij,j->i", [m, x]);
        const { add, mul } = arithmetic(b);
        return add(contraction(b, "i,i->", [far, far]), mul(k(-2), contraction(b, "i,i->", [far, y])));
      };
      const bounds = {
        lower: b.data(Float64Array.of(0, 0, 0)),
        upper: b.data(new Float64Array(3).fill(Number.POSITIVE_INFINITY)),
      };
      return [minimumOf(b, b.data(Float64Array.of(1, 1, 1)), f, bounds, 200)];
    });
    // the middle one is zero: normal equations of the first and the last column, 6 u + v = 2.3 and u + 6 v = 2.3
    // (columns (2, 1, 0, 1) and (0, 1, 2, 1): squares 6 and 6, product 2; products with the target 0.3 and 2.3)
    const [u, v] = [(6 * 0.3 - 2 * 2.3) / 32, (6 * 2.3 - 2 * 0.3) / 32];
    expect(u).toBeLessThan(0);
    // so the first is zero as well, and the last alone is 2.3 / 6
    expect(found).toEqual([0, 0, expect.closeTo(2.3 / 6, 14)]);
    expect(v).toBeGreaterThan(0);
  });

  it("is refused at a saddle, with the Hessian", () => {
    const saddle = (): unknown =>
      outcome((b) => {
        const { mul, sub } = arithmetic(b);
        const f = (x: Atom): Atom => sub(mul(at(b, x, 0), at(b, x, 0)), mul(at(b, x, 1), at(b, x, 1)));
        return [minimumOf(b, b.data(Float64Array.of(1, 0)), f, undefined, 50)];
      });
    expect(thrown(saddle)).toMatchObject({
      code: "E_SINGULAR",
      message: expect.stringContaining("not positive definite, pivot 1"),
      state: {
        at: [0, 0],
        hessian: [
          [2, 0],
          [0, -2],
        ],
      },
    });
  });

  it("is refused where the function falls for ever", () => {
    const falling = (): unknown =>
      outcome((b) => [minimumOf(b, k(0), (x) => b.emit(exp.primitive, [x]), undefined, 40)]);
    expect(thrown(falling)).toMatchObject({
      code: "E_CONVERGENCE",
      message: expect.stringContaining("minimum does not settle: turn 40 still moves by -1"),
      state: { at: -40, step: -1, turns: 40 },
    });
  });

  it("works for sizes that are known when the procedure runs", () => {
    const b = arrayBuilder();
    const n = b.variable("i32");
    const p = b.variable("f64", [n]);
    const block = b.block([p, n], () => {
      const { mul, sub } = arithmetic(b);
      const f = (x: Atom): Atom => {
        const square = contraction(b, "i,i->", [x, x]);
        return sub(mul(square, square), contraction(b, "i,i->", [x, p]));
      };
      return [minimumOf(b, p, f, undefined, 200)];
    });
    // 4 |x|^2 x = p
    const given = [0.4, -1, 0.3, 2];
    const size = Math.hypot(...given);
    const dense: Dense = { values: Float64Array.from(given), offset: 0, shape: [4] };
    const [found] = outcomeOf(block, [dense, 4]);
    const length = Math.cbrt(size / 4);
    expect(typeof found === "object" ? [...found.values] : found).toEqual(
      given.map((x) => expect.closeTo((x * length) / size, 13)),
    );
  });
});
