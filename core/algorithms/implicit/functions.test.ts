import { describe, expect, expectTypeOf, it } from "vitest";
import { elaborate } from "../../lambda/index.ts";
import { builder } from "../../program/index.ts";
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
  (p: number, q: number, { minimum }: S) =>
    minimum(({ x, y }) => (x - p) ** 2 + (y - q) ** 2 + x * y, { x: 0, y: 0 }, { bounds: { x: [0, 1.5] } }),
  (p: number, q: number, { minimum }: S) =>
    minimum(
      ({ a, rest: [y, z] }) => (a + y - p) ** 2 + (y - q) ** 2 + (z - a) ** 2 + a ** 2,
      { a: 0, rest: [1, 1] },
      {
        bounds: {
          rest: [
            [0.5, null],
            [null, 0.2],
          ],
        },
      },
    ),
  (p: number, q: number, { minimum }: S) =>
    minimum(({ w }) => w.reduce((s, row, i) => s + row.reduce((t, v, j) => t + (v - p * i - q * j) ** 2, 0), 0), {
      w: [
        [0, 0, 0],
        [1, 1, 1],
      ],
    }).w,
  (p: number, q: number, { solve }: S) => solve(({ x, y }) => ({ y: x + y - p, x: x * y - q }), { x: 2, y: 0.1 }),
  (p: number, q: number, { fixedPoint }: S) =>
    fixedPoint(({ x, y }) => ({ x: p / 4 + y / 3, y: q / 4 - x / 3 }), { x: 0, y: 0 }),
] as const;

const numbersOf = (value: unknown): readonly number[] =>
  typeof value === "object" && value ? Object.values(value).flatMap(numbersOf) : [Number(value)];

describe("root, solve, fixedPoint and minimum", () => {
  it.each(lambdas.map((f) => [String(f), f] as const))(
    "find in a compiled lambda what they find in JavaScript: %s",
    (_, f) => {
      const any = f as (p: number, q: number, scope: S) => unknown;
      const numbers = numbersOf(compile(any, ["f64", "f64"], { scope })(2.2, 0.3));
      const others = numbersOf(any(2.2, 0.3, scope));
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
    expectTypeOf(
      minimum(({ mu, sigma }) => mu * mu + sigma[0] ** 2 + sigma[1] ** 2, { mu: 1, sigma: [2, 3] }),
    ).toEqualTypeOf<{
      readonly mu: number;
      readonly sigma: readonly [number, number];
    }>();
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

  it("are refused in lambdas of events, by name", () => {
    const f = ({ root }: S) => root((x) => x - 1, 0);
    expect(() => elaborate(builder(), f, [], scope, { label: "map" })).toThrow(
      /E_LAMBDA: root has no meaning in a lambda of events/,
    );
  });

  it("refuse what is no function and no start, and values of another shape", () => {
    const cases = [
      [
        (p: number, { solve }: S) => solve(({ x }) => x - p, { x: 1, y: 2 }),
        /E_SHAPE: the function given to solve gives a number, and an object like the start is needed/,
      ],
      [(_p: number, { root }: S) => root((x) => x, "one" as never), /E_TYPE: root starts from numbers, found a string/],
      [(_p: number, { root }: S) => root(3 as never, 1), /E_TYPE: root needs a function, found a number/],
      [
        (_p: number, { root }: S) => root((x) => x, [1, 2] as never),
        /E_TYPE: root starts from a number, found several/,
      ],
      [
        (p: number, { solve }: S) => solve(([x]) => [x - p], [1, 2]),
        /E_SHAPE: the function given to solve gives an array of 1 numbers, and an array of 2 numbers/,
      ],
      [
        (p: number, { minimum }: S) => minimum(([x, y]) => [x - p, y] as never, [1, 2]),
        /E_SHAPE: the function given to minimum gives an array, and a number is needed/,
      ],
      [(p: number, { root }: S) => root((x) => x - p, 1, { turns: p }), /E_TYPE: the turns of root are not known/],
    ] as const;
    for (const [f, message] of cases)
      expect(() => compile(f as (p: number, scope: S) => unknown, ["f64"], { scope })).toThrow(message);
  });
});
