import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import {
  checkpoint,
  customJvp,
  customVjp,
  diff,
  grad,
  gradAndHessian,
  hessian,
  hvp,
  jacobian,
  jvp,
  linearize,
  plainly,
  valueAndGrad,
  vjp,
} from "./index.ts";

const code = (name: string): unknown => expect.objectContaining({ code: name });
const listOf = (...x: readonly number[]): Float64Array => Float64Array.from(x);

const rosenbrock = (x: readonly [number, number]) => (1 - x[0]) ** 2 + 100 * (x[1] - x[0] ** 2) ** 2;
const bowl = (x: readonly number[], p: readonly number[]) =>
  (x[0] ?? 0) * ((p[0] ?? 0) + (p[1] ?? 0) + (p[2] ?? 0)) + Math.exp(-(p[0] ?? 0)) + Math.abs(p[1] ?? 0);
const product = (x: readonly number[]) => x.reduce((p, v) => p * v, 1);

describe("published values", () => {
  it("of derivatives of higher order", () => {
    expect(diff((x: number) => x ** 4, 3)(3)).toBe(72);
    expect(diff((x: number) => Math.sin(x), 3)(3)).toBeCloseTo(-Math.cos(3), 15);
    expect(diff((x: number) => x ** 4, 0)(3)).toBe(81);
  });

  it("of nested derivatives: no perturbation is confused", () => {
    const f = (x: number, { diff: d }: { readonly diff: typeof diff }) => x * d((y: number) => x * y)(2);
    expect(diff(f, { scope: { diff } })(1)).toBe(2);
    const g = (x: number, { grad: inner }: { readonly grad: typeof grad }) => x * inner((y: number) => x * y)(2);
    expect(grad(g, { scope: { grad } })(1)).toBe(2);
    expect(grad(g, { scope: { grad }, mode: "forward" })(1)).toBe(2);
  });

  it("of Rosenbrock's function", () => {
    const { gradient, hessian: second } = gradAndHessian(rosenbrock)([1.5, 2.5]);
    expect(gradient).toEqual(listOf(-149, 50));
    expect(second).toEqual([listOf(1702, -600), listOf(-600, 200)]);
    expect(hessian(rosenbrock)([1.5, 2.5])).toEqual(second);
    expect(jvp(rosenbrock, [[1.5, 2.5]], [[2.75, -3.5]]).tangent).toBeCloseTo(-584.75, 10);
    const along = hvp(rosenbrock)([1.5, 2.5], [1, 2]);
    expect(along).toEqual(listOf(1702 - 1200, -600 + 400));
  });

  it("of a function with a kink", () => {
    expect(grad(bowl, { wrt: "p" })([3], [-Math.LN2, -1, 3])).toEqual(listOf(1, 2, 3));
    expect(grad(bowl, { wrt: 1 })([3], [-Math.LN2, -1, 3])).toEqual(listOf(1, 2, 3));
  });

  it("of a sine and a cosine", () => {
    const f = (p: readonly number[]) => Math.sin(p[0] ?? 0) - 2 * Math.cos(p[1] ?? 0);
    const [[a = 0, b = 1] = [], [c = 1, d = 0] = []] = hessian(f)([30, 60]).map((row) => [...row]);
    expect([b, c]).toEqual([0, 0]);
    expect(a).toBeCloseTo(0.98803162, 8);
    expect(d).toBeCloseTo(-1.90482596, 8);
  });

  it("of Speelpenning's product", () => {
    const x = Array.from({ length: 7 }, (_, i) => (i + 1) / (i + 2));
    const { value, gradient } = valueAndGrad(product)(x);
    expect(value).toBeCloseTo(1 / 8, 15);
    for (const [i, g] of gradient.entries()) expect(g).toBeCloseTo(1 / 8 / (x[i] ?? 1), 14);
    for (const [i, row] of hessian(product)(x).entries())
      for (const [j, h] of row.entries()) expect(h).toBeCloseTo(i === j ? 0 : 1 / 8 / (x[i] ?? 1) / (x[j] ?? 1), 13);
  });
});

interface Point {
  readonly x: number;
  readonly list: readonly number[];
}

const weighted = ({ x, list }: Point, k: number) => list.reduce((s, y) => s + x * y * k, 0);

describe("structure", () => {
  it("of arguments is that of their derivatives", () => {
    const point: Point = { x: 3, list: [1, 2, 5] };
    expect(vjp(weighted, [point, 2]).pullback(1)).toEqual([{ x: 16, list: listOf(6, 6, 6) }, 24]);
    expect(grad(weighted)(point, 2)).toEqual({ x: 16, list: listOf(6, 6, 6) });
    expect(jvp(weighted, [point, 2], [{ x: 0, list: [0, 1, 0] }, 1])).toEqual({ value: 48, tangent: 6 + 24 });
  });

  it("of values is that of Jacobians, with the argument's inside", () => {
    const f = (x: readonly number[], y: number) => ({
      sum: x.reduce((s, v) => s + v * y, 0),
      all: x.map((v) => v * v),
    });
    const expected = {
      sum: listOf(7, 7, 7, 7, 7),
      all: [0, 1, 2, 3, 4].map((i) => Float64Array.from({ length: 5 }, (_, j) => (i === j ? 2 * (i + 1) : 0))),
    };
    const x = [1, 2, 3, 4, 5];
    expect(jacobian(f)(x, 7)).toEqual(expected);
    expect(jacobian(f, { mode: "forward" })(x, 7)).toEqual(expected);
    expect(jacobian(f, { mode: "reverse" })(x, 7)).toEqual(expected);
    expect(jacobian(f, { wrt: ["y", "x"] })(x, 7)).toEqual({
      y: { sum: 15, all: listOf(0, 0, 0, 0, 0) },
      x: expected,
    });
  });

  it("of matrices stays", () => {
    const f = (w: readonly (readonly number[])[]) =>
      w.reduce((s, row) => s + row.reduce((t, v, j) => t + v * v * (j + 1), 0), 0);
    const w = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(grad(f)(w)).toEqual([listOf(2, 8, 18), listOf(8, 20, 36)]);
  });
});

describe("a transformed function", () => {
  it("is transformed again, and used in lambdas", () => {
    const cube = (x: number) => x * x * x;
    expect(grad(grad(grad(cube)))(5)).toBe(6);
    const slope = grad(cube);
    const f = (x: number, { slope: s }: { readonly slope: typeof slope }) => s(x) * x;
    expect(grad(f, { scope: { slope } })(2)).toBe(36);
  });

  it("selects several arguments by name", () => {
    expect(grad((x: number, y: number) => x * x * y, { wrt: ["y", "x"] })(3, 2)).toEqual({ y: 9, x: 12 });
  });

  it("is linear at a point", () => {
    const { value, differential } = linearize((x: number, y: number) => x * x * y, [3, 2]);
    expect(value).toBe(18);
    expect(differential([1, 0])).toBe(12);
    expect(differential([0, 2])).toBe(18);
  });

  it("is numerical while a lambda runs as JavaScript", () => {
    const f = (x: number, { diff: d }: { readonly diff: typeof diff }) => x * d((y: number) => x * y * y)(2);
    expect(plainly(() => f(3, { diff }))).toBeCloseTo(36, 9);
    const g = (x: number, { hessian: h }: { readonly hessian: typeof hessian }) =>
      (h((y: readonly number[]) => x * (y[0] ?? 0) ** 2)([2])[0] ?? [0])[0] ?? 0;
    expect(plainly(() => g(3, { hessian }))).toBeCloseTo(6, 7);
  });

  it("is linear at a point inside a lambda", () => {
    const f = (x: number, { linearize: l }: { readonly linearize: typeof linearize }) =>
      l((y: number) => x * y * y, [x]).differential([1]);
    expect(plainly(() => f(3, { linearize }))).toBeCloseTo(18, 9);
    expect(grad(f, { scope: { linearize } })(3)).toBe(12);
  });

  it("takes the pullback of a value with structure, also inside a lambda", () => {
    const f = (x: number, { vjp: v }: { readonly vjp: typeof vjp }) => {
      const { value, pullback } = v((y: number) => [y * x, y * y] as const, [2]);
      return value[0] + (pullback([1, 1])[0] ?? 0);
    };
    expect(grad(f, { scope: { vjp } })(3)).toBe(3);
  });
});

type Exponential = { readonly e: (x: number) => number };

describe("an own rule", () => {
  const doubled = customJvp(
    (x: number) => Math.exp(x),
    ([_x], [dx], out) => 2 * out * dx,
  );
  const tripled = customVjp(
    (x: number) => Math.exp(x),
    ([_x], flow, out) => [3 * out * flow],
  );
  const f = (x: number, { e }: Exponential) => e(x) * x;

  it("for tangents serves both modes, and higher orders", () => {
    const scope = { e: doubled };
    expect(grad(f, { scope })(1)).toBeCloseTo(3 * Math.E, 14);
    expect(grad(f, { scope, mode: "forward" })(1)).toBeCloseTo(3 * Math.E, 14);
    expect(diff((x: number, { e }: Exponential) => e(x), { order: 2, scope })(1)).toBeCloseTo(4 * Math.E, 14);
    expect(doubled(1)).toBe(Math.E);
  });

  it("for cotangents serves reverse mode, and is refused in forward mode", () => {
    const scope = { e: tripled };
    expect(grad(f, { scope })(1)).toBeCloseTo(4 * Math.E, 14);
    expect(() => grad(f, { scope, mode: "forward" })(1)).toThrow(code("E_FLAT"));
  });

  it("is refused for a function that uses more than its arguments", () => {
    const g = (x: number, { c }: { readonly c: typeof customJvp }) =>
      c(
        (y: number) => x * y,
        (_inputs, [dy]) => dy,
      )(2);
    expect(() => grad(g, { scope: { c: customJvp } })(1)).toThrow(code("E_FREE"));
  });

  it("of arrays gives arrays", () => {
    const scaled = customVjp(
      (x: readonly number[]) => x.map((v) => v * v),
      ([x], flow) => [x.map((v, i) => 10 * v * (flow[i] ?? 0))],
    );
    const g = (x: readonly number[], { s }: { readonly s: typeof scaled }) => s(x).reduce((t, v) => t + v, 0);
    expect(grad(g, { scope: { s: scaled } })([1, 2, 3, 4, 5, 6])).toEqual(listOf(10, 20, 30, 40, 50, 60));
  });
});

describe("a checkpoint", () => {
  it("changes no derivative, also by what it takes from around it", () => {
    const f = (x: number, { c }: { readonly c: typeof checkpoint }) =>
      c((y: number) => {
        let s = y;
        for (let i = 0; i < 10; i++) s = Math.sin(s) * x;
        return s;
      })(x);
    const g = (x: number) => {
      let s = x;
      for (let i = 0; i < 10; i++) s = Math.sin(s) * x;
      return s;
    };
    const scope = { c: checkpoint };
    expect(grad(f, { scope })(1.2)).toBeCloseTo(grad(g)(1.2), 14);
    expect(grad(f, { scope, mode: "forward" })(1.2)).toBeCloseTo(grad(g)(1.2), 14);
    expect(diff(f, { scope, order: 2 })(1.2)).toBeCloseTo(diff(g, 2)(1.2), 12);
  });
});

describe("a branch that is not taken", () => {
  it("does not poison a gradient by what it reads past the ends", () => {
    const chain = (x: readonly number[]) => x.reduce((s, v, i) => s + (i === 0 ? v : v * (x[i - 1] ?? 0)), 0);
    const bare = (x: readonly number[]) => x.reduce((s, v, i) => s + (i === 0 ? v : v * (x[i - 1] as number)), 0);
    for (const mode of ["forward", "reverse"] as const)
      for (const f of [chain, bare]) expect(grad(f, { mode })([1, 0.5, 0.3])).toEqual(listOf(1.5, 1.3, 0.5));
  });

  it("does not poison a gradient by a number that is not finite", () => {
    const f = (x: number, y: number) => (x > 0 ? x * y : x);
    expect([grad(f)(-1, Infinity), grad(f)(-1, Number.NaN), grad(f)(2, 3)]).toEqual([1, 1, 3]);
  });
});

describe("what has no derivative", () => {
  const refused = grad as unknown as (f: object, options?: object) => (...inputs: readonly unknown[]) => unknown;

  it("is refused by name", () => {
    expect(() => refused((n: boolean) => (n ? 1 : 2))(true)).toThrow(
      /with respect to n is asked for, and it holds truth/,
    );
    expect(() => refused((n: number) => n, { wrt: "k" })(1)).toThrow(/with respect to "k".*\n {2}try: one of n/);
    expect(() => refused((x: string) => x)("a")).toThrow(code("E_TYPE"));
  });

  it("is an array of whole numbers", () => {
    const f = (x: readonly number[], k: readonly number[]) => k.reduce((s, i) => s + (x[i] ?? 0), 0);
    const [x, k] = [Float64Array.of(1, 2, 3), Int32Array.of(0, 2, 2)];
    expect(refused(f)(x, k)).toEqual(listOf(1, 0, 2));
    expect(() => refused(f, { wrt: "k" })(x, k)).toThrow(/with respect to k is asked for, and it holds whole numbers/);
  });

  it("is a value of several numbers, for a gradient", () => {
    expect(() => refused((n: number) => [n, n])(1)).toThrow(/one number as its value/);
  });

  it("is not a direction whose items are written out", () => {
    const f = (x: readonly (readonly number[])[]) => x.map(([u, v]) => (u ?? 0) * (v ?? 0));
    const moved = (x: readonly (readonly number[])[], { jvp: push, f: g }: { jvp: typeof jvp; f: typeof f }) =>
      push(g, [x], [x.map(() => [1, 0])]).tangent;
    const run = compile(moved, ["f64[n, 2]"], { scope: { jvp, f } });
    expect(
      run([
        [2, 3],
        [5, 7],
      ]),
    ).toEqual(listOf(3, 7));
  });

  it("is a direction of another shape", () => {
    expect(() => jvp((x: number) => x, [1], [1, 2] as never)).toThrow(code("E_SHAPE"));
    expect(() => jvp((x: readonly number[]) => x[0] ?? 0, [[1, 2]], [[1, 2, 3]])).toThrow(code("E_SHAPE"));
  });
});
