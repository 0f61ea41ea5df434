import { describe, expect, it } from "vitest";
import { cos, exp, log, sin } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import { type ArrayBuilder, arrayBuilder } from "../builder.ts";
import type { Dense } from "../operation.ts";
import { contraction } from "../operations/contract.ts";
import { derivativesOf, outcomeOf, type Subject } from "../operations/derivative-check.ts";
import { arithmetic } from "./arithmetic.ts";
import { fixedPointOf, minimumOf, zeroOf } from "./searches.ts";

const k = (value: number): Atom => constant(value);

const at = (b: ArrayBuilder, x: Atom, i: number): Atom => b.read(x, [constant(i, "i32")]);

const vector = (b: ArrayBuilder, items: readonly Atom[]): Atom => {
  const sum = b.accumulator([constant(items.length, "i32")]);
  for (const [i, item] of items.entries()) b.accumulate(sum, [constant(i, "i32")], item);
  return b.freeze(sum);
};

const expectDerivatives = (subject: Subject, inputs: readonly (readonly number[])[], reach = 0.04): void => {
  const { values, first, second } = derivativesOf(subject, inputs, reach);
  const expected = subject.plain(inputs);
  expect(values).toHaveLength(expected.length);
  for (const [place, x] of expected.entries()) expect(values[place]).toBeCloseTo(x, 12);
  const scale = Math.max(1, Math.abs(first.forward), Math.abs(second.ff));
  expect(first.forward / scale).toBeCloseTo(first.differences / scale, 10);
  expect(first.reverse / scale).toBeCloseTo(first.forward / scale, 12);
  expect(second.ff / scale).toBeCloseTo(second.differences / scale, 7);
  for (const mode of ["fr", "rf", "rr"] as const) expect(second[mode] / scale).toBeCloseTo(second.ff / scale, 10);
};

/** A number solved for by bisection, far below rounding. */
const bisected = (f: (x: number) => number, from: number, to: number): number => {
  let [low, high] = [from, to];
  for (let turn = 0; turn < 200; turn++) {
    const middle = (low + high) / 2;
    if (f(middle) > 0 === f(low) > 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};

const outcome = (emit: (b: ArrayBuilder) => readonly Atom[]) => {
  const b = arrayBuilder();
  return outcomeOf(
    b.block([], () => emit(b)),
    [],
  ).map((value) => (typeof value === "object" ? [...value.values] : value));
};

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};

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
