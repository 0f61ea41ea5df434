import { describe, expect, expectTypeOf, it } from "vitest";
import { elaborate } from "../../lambda/index.ts";
import { builder } from "../../program/index.ts";
import { compile } from "../compile.ts";
import { cholesky, contract, eigh, inverse, logdet, lu, solveLinear, triangularSolve } from "./functions.ts";

const scope = { cholesky, contract, eigh, inverse, logdet, lu, solveLinear, triangularSolve };

type V = readonly [number, number, number];
type M = readonly [V, V, V];

const matrix: M = [
  [4, 1, 0.5],
  [1, 3, -0.2],
  [0.5, -0.2, 2],
];
const vector: V = [1, -2, 0.5];

type S = typeof scope;

const lambdas = [
  (m: M, _v: V, { contract }: S) => contract("ij,jk->ik", m, m),
  (m: M, v: V, { contract }: S) => contract("ij, j -> i", m, v),
  (m: M, _v: V, { contract }: S) => contract("ij->", m),
  (_m: M, v: V, { contract }: S) => contract("i,j->ij", [v[0], 2, v[1]], v),
  (m: M, v: V, { contract }: S) =>
    contract(
      "ij,j->i",
      m.map((row) => row.map((x) => x * x)),
      v,
    )[1],
  (m: M, _v: V, { cholesky }: S) => cholesky(m),
  (m: M, v: V, { solveLinear }: S) => solveLinear(m, v),
  (m: M, _v: V, { solveLinear }: S) => solveLinear(m, m),
  (m: M, v: V, { solveLinear }: S) =>
    solveLinear(
      [
        [v[0], 2],
        [m[1][0], m[1][1]],
      ],
      [1, v[2]],
    ),
  (m: M, v: V, { triangularSolve }: S) => triangularSolve(m, v),
  (m: M, v: V, { triangularSolve }: S) => triangularSolve(m, v, { lower: false, unit: true }),
  (m: M, v: V, { triangularSolve, cholesky }: S) => triangularSolve(cholesky(m), v, { transposed: true }),
  (m: M, _v: V, { lu }: S) => lu(m),
  (m: M, _v: V, { lu }: S) => lu(m).u[2]?.[2],
  (m: M, _v: V, { inverse }: S) => inverse(m),
  (m: M, _v: V, { logdet }: S) => logdet(m),
  (m: M, v: V, { eigh }: S) => {
    const { values, vectors } = eigh(m);
    return values.reduce((s, x, i) => s + x * (vectors[i]?.[0] ?? 0) * (v[i] ?? 0), 0);
  },
] as const;

const plainOf = (value: unknown): unknown => {
  if (typeof value !== "object" || value === null) return value;
  if (ArrayBuffer.isView(value)) return [...(value as Float64Array)];
  if (Array.isArray(value)) return value.map(plainOf);
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, plainOf(part)]));
};

/** Products of compiled lambdas may be rounded together with their sums. */
const expectToRounding = (found: unknown, expected: unknown): void => {
  if (typeof expected === "number") {
    expect(Math.abs(Number(found) - expected)).toBeLessThanOrEqual(
      8 * Number.EPSILON * Math.max(1, Math.abs(expected)),
    );
    return;
  }
  if (typeof expected !== "object" || expected === null) throw new Error("a number or an object is expected");
  expect(Object.keys(found as object)).toEqual(Object.keys(expected));
  for (const [name, part] of Object.entries(expected))
    expectToRounding((found as Readonly<Record<string, unknown>>)[name], part);
};

describe("functions of arrays", () => {
  it.each(lambdas.map((f) => [String(f), f] as const))(
    "give in a compiled lambda what they give in JavaScript: %s",
    (_, f) => {
      const expected = f(matrix, vector, scope);
      const any = f as (m: M, v: V, scope: S) => unknown;
      for (const types of [
        ["f64[3, 3]", "f64[3]"],
        ["f64[n, n]", "f64[n]"],
      ])
        expectToRounding(plainOf(compile(any, types, { scope })(matrix, vector)), expected);
    },
  );

  it("take nested arrays, and rows of Float64Array", () => {
    expect(contract("ij,j->i", [Float64Array.of(1, 2), [3, 4]], Float64Array.of(1, 10))).toEqual([21, 43]);
    expect(
      cholesky([
        [4, 2],
        [2, 5],
      ]),
    ).toEqual([
      [2, 0],
      [1, 2],
    ]);
    expect(
      solveLinear(
        [
          [2, 0],
          [1, 4],
        ],
        [2, 9],
      ),
    ).toEqual([1, 2]);
    expect(
      inverse([
        [2, 0],
        [0, 4],
      ]),
    ).toEqual([
      [0.5, 0],
      [0, 0.25],
    ]);
    expect(
      logdet([
        [0, 2],
        [-3, 0],
      ]),
    ).toBeCloseTo(Math.log(6), 15);
    expect(
      lu([
        [0, 2],
        [4, 2],
      ]),
    ).toEqual({
      p: [
        [0, 1],
        [1, 0],
      ],
      l: [
        [1, 0],
        [0, 1],
      ],
      u: [
        [4, 2],
        [0, 2],
      ],
    });
    expect(
      eigh([
        [2, 1],
        [1, 2],
      ]).values.map((x) => Math.round(x * 1e14) / 1e14),
    ).toEqual([1, 3]);
  });

  it("have results of the rank that the text says", () => {
    expectTypeOf(contract("ij,jk->ik", [[1]], [[1]])).toEqualTypeOf<number[][]>();
    expectTypeOf(contract("i,i ->", [1], [1])).toEqualTypeOf<number>();
    expectTypeOf(solveLinear([[1]], [1])).toEqualTypeOf<number[]>();
    expectTypeOf(solveLinear([[1]], [[1]])).toEqualTypeOf<number[][]>();
  });

  it("name rows of another length", () => {
    expect(() => logdet([[1, 2], [3]])).toThrow(/argument 1 of logdet\[1\] has 1 items where .* has 2/);
    expect(() => contract("ij->", [[1, 2], 3 as never])).toThrow(/argument 2 of contract\[1\] has no items/);
  });

  it("say where in a lambda sizes disagree", () => {
    const wrong = (m: M, v: V, { contract }: S) => contract("ij,i->j", m, v);
    expect(() => compile(wrong, ["f64[2, 3]", "f64[3]"], { scope })).toThrow(
      /axis i of "ij,i->j" has sizes 2 and 3\n.*\n.*\^/,
    );
    const late = compile(wrong, ["f64[m, 3]", "f64[n]"], { scope });
    expect(() => late([[1, 2, 3]] as never, [1, 2] as never)).toThrow(/axis i of "ij,i->j" has sizes 1 and 2/);
  });

  it("need options that are known when the lambda is compiled", () => {
    const wrong = (m: M, v: V, { triangularSolve }: S) => triangularSolve(m, v, { unit: v[0] > 1 });
    expect(() => compile(wrong, ["f64[3, 3]", "f64[3]"], { scope })).toThrow(
      /an option of triangularSolve is not known/,
    );
  });

  it("are refused in lambdas of events, by name", () => {
    const f = ({ contract }: S) => contract("i->", [1, 2]);
    expect(() => elaborate(builder(), f, [], scope, { label: "map" })).toThrow(
      /E_LAMBDA: contract has no meaning in a lambda of events/,
    );
  });

  it("say where in a lambda a matrix is singular, when it runs", () => {
    const f = (p: number, { solveLinear }: S) =>
      (solveLinear(
        [
          [p, 1],
          [1, 1],
        ],
        [1, 2],
      )[0] ?? 0) * 2;
    const run = compile(f, ["f64"], { scope });
    expect(run(2)).toBe(-2);
    expect(() => run(1)).toThrow(/E_SINGULAR: the matrix is singular: pivot 1 is 0\n.*\n.*solveLinear.*\n +\^+\n/);
    const error = thrown(() => run(1));
    expect(error).toMatchObject({
      state: {
        pivot: 1,
        matrix: [
          [1, 1],
          [1, 0],
        ],
      },
    });
  });
});

const thrown = (work: () => unknown): unknown => {
  try {
    work();
  } catch (error) {
    return error;
  }
  return undefined;
};
