import { describe, expect, expectTypeOf, it } from "vitest";
import { compile } from "../compile.ts";
import { fixedPoint, minimum, root, solve } from "./functions.ts";

const scope = { fixedPoint, minimum, root, solve };
type S = typeof scope;

const lambdas = [
  (p: number, q: number, { root }: S) => root((x) => x * x * x + p * x - q, 1),
  (p: number, q: number, { root }: S) => root((x) => Math.exp(x) - root((y) => y * y - p, 2) - q, 0),
  (p: number, q: number, { solve }: S) => solve(([x, y]) => [x + y - p, x * y - q], [2, 0.1]),
  (p: number, q: number, { fixedPoint }: S) => fixedPoint((x) => Math.cos((p * x) / 4) / (1 + q), 0.5),
  (p: number, q: number, { fixedPoint }: S) => fixedPoint(([x, y]) => [p / 4 + y / 3, q / 4 - x / 3], [0, 0]),
  (p: number, q: number, { minimum }: S) => minimum((x) => (x - p) ** 2 + q * x ** 4, 0),
  (p: number, q: number, { minimum }: S) => minimum(([x, y]) => (x - p) ** 2 + (y - q) ** 2 + x * y, [0, 0]),
  (p: number, q: number, { minimum }: S) =>
    minimum(([x, y]) => (x - p) ** 2 + (y - q) ** 2 + x * y, [0, 0], {
      bounds: [
        [-1, 0.5],
        [0.1, null],
      ],
    }),
  (p: number, q: number, { minimum }: S) => minimum((x) => (x - p * q) ** 2, 0, { bounds: [0, p / 4] }),
] as const;

const plainOf = (value: unknown): unknown => (typeof value === "object" && value ? [...(value as number[])] : value);

describe("root, solve, fixedPoint and minimum", () => {
  it.each(lambdas.map((f) => [String(f), f] as const))(
    "find in a compiled lambda what they find in JavaScript: %s",
    (_, f) => {
      const any = f as (p: number, q: number, scope: S) => number | readonly number[];
      const [found, expected] = [compile(any, ["f64", "f64"], { scope })(2.2, 0.3), any(2.2, 0.3, scope)].map(plainOf);
      const numbers = [found].flat() as readonly number[];
      const others = [expected].flat() as readonly number[];
      expect(numbers).toHaveLength(others.length);
      for (const [i, x] of numbers.entries()) expect(x).toBeCloseTo(others[i] ?? Number.NaN, 9);
    },
  );

  it("are right as plain functions", () => {
    expect(root((x) => x * x - 2, 1)).toBeCloseTo(Math.SQRT2, 15);
    expect(solve(([x, y]) => [x + y - 3, x - y - 1], [0, 0])).toEqual([2, 1]);
    expect(fixedPoint((x) => Math.cos(x), 1)).toBeCloseTo(0.7390851332151607, 15);
    const [x, y] = minimum(([x, y]) => (x - 1) ** 2 + (y + 1) ** 2, [0, 0], { bounds: [0, 5] });
    expect([x, y]).toEqual([expect.closeTo(1, 9), 0]);
    expectTypeOf(solve(([x, y]) => [x, y], [1, 2])).toEqualTypeOf<readonly [number, number]>();
    expectTypeOf(minimum((x) => x * x, 1)).toEqualTypeOf<number>();
  });

  it("say as plain functions where they were left", () => {
    expect(() => root((x) => x * x + 1, 1.5)).toThrow(/E_CONVERGENCE: root found no solution/);
    expect(() => fixedPoint((x) => 2 * x, 1, { turns: 9 })).toThrow(
      /E_CONVERGENCE: fixedPoint does not settle: turn 9/,
    );
    expect(() => minimum((x) => Math.exp(x), 0, { turns: 9 })).toThrow(
      /E_CONVERGENCE: minimum does not settle: turn 9/,
    );
    expect(() => minimum(([x, y]) => x * x - y * y, [1, 0])).toThrow(
      /E_SINGULAR: minimum came to a point that is none/,
    );
    expect(() => solve(([x]) => [x, x], [1, 2])).toThrow(/E_SINGULAR/);
  });

  it("refuse what is no function and no start, and values of another shape", () => {
    const cases = [
      [(_p: number, { root }: S) => root(3 as never, 1), /E_TYPE: root needs a function, found a number/],
      [
        (_p: number, { root }: S) => root((x) => x, [1, 2] as never),
        /E_TYPE: root starts from a number, found an array/,
      ],
      [
        (p: number, { solve }: S) => solve(([x]) => [x - p], [1, 2]),
        /E_SHAPE: the function given to solve gives an array of 1 numbers, and an array of 2 numbers/,
      ],
      [
        (p: number, { minimum }: S) => minimum(([x, y]) => [x - p, y] as never, [1, 2]),
        /E_SHAPE: the function given to minimum gives an array of 2 numbers, and a number/,
      ],
      [(p: number, { root }: S) => root((x) => x - p, 1, { turns: p }), /E_TYPE: the turns of root are not known/],
    ] as const;
    for (const [f, message] of cases)
      expect(() => compile(f as (p: number, scope: S) => unknown, ["f64"], { scope })).toThrow(message);
  });
});
