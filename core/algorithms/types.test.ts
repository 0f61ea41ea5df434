import { describe, expect, expectTypeOf, it } from "vitest";
import {
  checkGradients,
  compile,
  customJvp,
  diff,
  type FunctionCheck,
  grad,
  gradAndHessian,
  hessian,
  hvp,
  jacobian,
  jvp,
  linearize,
  valueAndGrad,
  vjp,
} from "./index.ts";

type Vector = readonly number[];
interface Model {
  readonly scale: number;
  readonly weights: readonly Vector[];
  readonly pair: readonly [number, number];
}

const one = (x: number) => x * x;
const norm = (x: Vector) => x.reduce((s, v) => s + v * v, 0);
const loss = (p: Model, x: Vector, k: number) =>
  p.scale * k + p.weights.reduce((s, row) => s + row.reduce((t, w, i) => t + w * (x[i] ?? 0), 0), 0) + p.pair[0];
const scoped = (x: Vector, k: number, { f }: { readonly f: typeof norm }) => f(x) * k;
const many = (x: Vector) => ({ sum: x.reduce((s, v) => s + v, 0), all: x.map((v) => v * v), table: [x.map((v) => v)] });

const model: Model = { scale: 2, weights: [[1, 2]], pair: [3, 4] };
const list = Float64Array.of(1, 2);

describe("a gradient has the type", () => {
  it("of the argument, with typed arrays for lists", () => {
    expectTypeOf(grad(one)).toEqualTypeOf<(x: number) => number>();
    expectTypeOf(grad(norm)(list as unknown as Vector)).toEqualTypeOf<Float64Array>();
    const slopes = grad(loss)(model, [1, 2], 3);
    expectTypeOf(slopes.scale).toBeNumber();
    expectTypeOf(slopes.weights).toEqualTypeOf<readonly Float64Array[]>();
    expect(slopes).toEqual({ scale: 3, weights: [Float64Array.of(1, 2)], pair: Float64Array.of(1, 0) });
    expectTypeOf(slopes.pair).toEqualTypeOf<Float64Array>();
  });

  it("of what is selected, by place and by name", () => {
    expectTypeOf(grad(loss, { wrt: 1 })(model, [1, 2], 3)).toEqualTypeOf<Float64Array>();
    expectTypeOf(grad(loss, { wrt: 2 })(model, [1, 2], 3)).toEqualTypeOf<number>();
    const { x, k } = grad(loss, { wrt: ["x", "k"] })(model, [1, 2], 3);
    expect([x, k]).toEqual([Float64Array.of(1, 2), 2]);
    // @ts-expect-error what is not selected is not there
    expect(grad(loss, { wrt: ["x"] })(model, [1, 2], 3).p).toBeUndefined();
  });

  it("without the scope among the arguments", () => {
    const slope = grad(scoped, { scope: { f: norm } });
    expectTypeOf(slope).parameters.toEqualTypeOf<[x: Vector, k: number]>();
    expect(slope([1, 2], 3)).toEqual(Float64Array.of(6, 12));
    // @ts-expect-error without a scope it is an argument
    expect(() => grad(scoped)([1, 2], 3)).toThrow();
  });

  it("beside the value", () => {
    expectTypeOf(valueAndGrad(norm)([1, 2])).toEqualTypeOf<{
      readonly value: number;
      readonly gradient: Float64Array;
    }>();
  });
});

describe("second derivatives and Jacobians have the types", () => {
  it("of the value with the argument inside", () => {
    expectTypeOf(jacobian(one)(2)).toEqualTypeOf<number>();
    const { sum, all, table } = jacobian(many)([1, 2]);
    expectTypeOf(sum).toEqualTypeOf<Float64Array>();
    expectTypeOf(all).toEqualTypeOf<readonly Float64Array[]>();
    expectTypeOf(table).toEqualTypeOf<readonly (readonly Float64Array[])[]>();
    expect(table).toEqual([[Float64Array.of(1, 0), Float64Array.of(0, 1)]]);
  });

  it("of the argument twice", () => {
    expectTypeOf(hessian(one)(2)).toEqualTypeOf<number>();
    expectTypeOf(hessian(norm)([1, 2])).toEqualTypeOf<readonly Float64Array[]>();
    expectTypeOf(hessian(loss)(model, [1, 2], 3).scale.weights).toEqualTypeOf<readonly Float64Array[]>();
    expectTypeOf(gradAndHessian(norm)([1, 2])).toEqualTypeOf<{
      readonly gradient: Float64Array;
      readonly hessian: readonly Float64Array[];
    }>();
  });

  it("of the argument, times a vector like it", () => {
    expectTypeOf(hvp(norm)).parameters.toEqualTypeOf<[x: Vector, vector: Vector]>();
    expectTypeOf(hvp(norm)([1, 2], [0, 1])).toEqualTypeOf<Float64Array>();
    expectTypeOf(hvp(loss)).parameters.toEqualTypeOf<[p: Model, x: Vector, k: number, vector: Model]>();
    // @ts-expect-error the vector is missing
    expect(() => hvp(norm)([1, 2])).toThrow();
  });

  it("of numbers, for functions of a number", () => {
    expectTypeOf(diff(one)).toEqualTypeOf<(x: number) => number>();
    expectTypeOf(diff(one, 2)(1)).toBeNumber();
    expectTypeOf(diff((x: number, { f }: { readonly f: typeof one }) => f(x), { scope: { f: one } })(1)).toBeNumber();
  });
});

describe("linear maps have the types", () => {
  it("of tangents like the value, of cotangents like the arguments", () => {
    expectTypeOf(jvp(many, [[1, 2]], [[1, 0]]).tangent.all).toEqualTypeOf<Float64Array>();
    const [, x, k] = vjp(loss, [model, [1, 2], 3]).pullback(1);
    expectTypeOf(x).toEqualTypeOf<Float64Array>();
    expectTypeOf(k).toEqualTypeOf<number>();
    const both = vjp((u: number, v: number) => u * v, [2, 3]).pullback(1);
    expectTypeOf(both).toEqualTypeOf<readonly [u: number, v: number]>();
    expect([x, k, both]).toEqual([Float64Array.of(1, 2), 2, [3, 2]]);
    expectTypeOf(linearize(norm, [[1, 2]]).differential([[1, 0]])).toEqualTypeOf<number>();
    // @ts-expect-error a direction for each argument
    expect(() => jvp(loss, [model, [1, 2], 3], [model])).toThrow();
  });
});

describe("what takes functions gives functions", () => {
  it("compiled ones, which take typed arrays too", () => {
    const f = compile(norm, ["f64[n]"]);
    expectTypeOf(f(list)).toBeNumber();
    expectTypeOf(f([1, 2])).toBeNumber();
    expectTypeOf(compile(many)([1, 2]).all).toEqualTypeOf<Float64Array>();
    // @ts-expect-error a word is no list
    expect(() => f("a list")).toThrow();
  });

  it("of the same type where derivatives are own ones", () => {
    const f = customJvp(one, ([x], [dx]) => 2 * x * dx);
    expectTypeOf(f).toEqualTypeOf<typeof one>();
    // @ts-expect-error a tangent is a number
    expect(customJvp(one, () => "a word")).toBeTypeOf("function");
  });

  it("checks, at arguments of theirs", () => {
    expectTypeOf(checkGradients(scoped, [[1, 2], 3], { scope: { f: norm } })).toEqualTypeOf<FunctionCheck>();
    // @ts-expect-error an argument is missing
    expect(() => checkGradients(loss, [model])).toThrow();
  });
});
