import { describe, expect, it } from "vitest";
import { definePrimitive, real, stopGradient } from "../../primitives/index.ts";
import { customJvp, customVjp, grad } from "../functions/index.ts";
import { cholesky } from "../operations/index.ts";
import { checkGradients } from "./index.ts";

const code = (name: string): unknown => expect.objectContaining({ code: name });

/** Its derivative is said to be 2 x², where it is 3 x². */
const cube = definePrimitive({
  name: "cube",
  evaluate: (x: number) => x * x * x,
  partials: [(x) => 2 * x * x],
  domain: [real(-3, 3)],
});

/** Its second derivative is wrong: that of `cube`. */
const quartic = definePrimitive({
  name: "quartic",
  evaluate: (x: number) => x ** 4,
  partials: [(x, { cube: c }) => 4 * c(x)],
  domain: [real(-3, 3)],
  scope: () => ({ cube }),
});

type Of = { readonly f: (x: number) => number };

describe("what is right", () => {
  it("agrees in both modes with differences, for each argument, at every order", () => {
    const f = (x: readonly number[], y: { readonly k: number; readonly on: boolean }) =>
      x.map((v, i) => (y.on ? Math.sin(v * y.k) : v) + (x[i - 1] ?? 1));
    const found = checkGradients(f, [[1, 2, 3, 4, 5, 6], { k: 0.3, on: true }], { order: 3, seed: 7 });
    expect(found.wrong).toEqual([]);
    expect(found.maxRelativeError).toBeLessThan(1e-9);
    expect(Object.keys(found.perArgument)).toEqual(["x", "y"]);
    expect(found.seed).toBe(7);
    const { forward, reverse } = found.derivatives;
    expect(Object.keys(forward?.perArgument ?? {})).toEqual(["x", "y", "tangent of x", "tangent of y"]);
    expect(Object.keys(reverse?.perArgument ?? {})).toEqual(["x", "y", "cotangent"]);
    expect(reverse?.derivatives.forward?.wrong).toEqual([]);
    for (const { forward: f1 = 0, reverse: r1 = 1, difference } of Object.values(found.perArgument)) {
      expect(f1).toBeCloseTo(r1, 12);
      expect(f1).toBeCloseTo(difference, 9);
    }
  });

  it("has the derivative of a closed form, in the directions that the seed gives", () => {
    const { perArgument } = checkGradients((x: number, y: number) => x * y, [2, 5]);
    const [along, across] = [perArgument.x?.forward ?? 0, perArgument.y?.forward ?? 0];
    // a direction is between half and all of what it moves, and so are the weights of the value
    for (const slope of [along, across]) {
      expect(Math.abs(slope)).toBeGreaterThanOrEqual(10 / 4);
      expect(Math.abs(slope)).toBeLessThanOrEqual(10);
    }
    expect(checkGradients((x: number, y: number) => x * y, [2, 5], { seed: 2 }).perArgument.x?.forward).not.toBe(along);
    expect(checkGradients((x: number, y: number) => x * y, [2, 5]).perArgument.x?.forward).toBe(along);
  });

  it("may be made by a transformation, use operations and own rules", () => {
    const exponential = customJvp(
      (x: number) => Math.exp(x),
      ([_x], [dx], out) => out * dx,
    );
    const f = (x: readonly number[], { e, c }: { readonly e: typeof exponential; readonly c: typeof cholesky }) =>
      e(x[0] ?? 0) *
      c([
        [2 + (x[1] ?? 0) ** 2, x[0] ?? 0],
        [x[0] ?? 0, 3],
      ]).reduce((s, row) => s + row.reduce((t, v) => t + v, 0), 0);
    const scope = { e: exponential, c: cholesky };
    expect(checkGradients(f, [[0.3, 0.8]], { scope, order: 2 }).wrong).toEqual([]);
    expect(
      checkGradients(
        grad((x: number, y: number) => Math.atan2(x, y)),
        [0.3, 0.8],
      ).wrong,
    ).toEqual([]);
  });

  it("may be a constant", () => {
    const found = checkGradients((x: number) => Math.cos(x) ** 2 + Math.sin(x) ** 2, [0.3], { order: 2 });
    expect(found.wrong).toEqual([]);
    expect(found.maxRelativeError).toBeLessThan(1e-9);
  });
});

describe("a wrong partial derivative", () => {
  it("is named with its place", () => {
    const f = (x: number, { f: c }: Of) => {
      let s = 0;
      for (let i = 0; i < 10; i++) s += Math.sin(x) * c(x + i);
      return s;
    };
    const { wrong, maxRelativeError, perArgument } = checkGradients(f, [0.3], { scope: { f: cube } });
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.what).toBe("the partial derivative of cube by its input 1");
    expect(wrong[0]?.where).toMatch(/c\(x \+ i\);\n *\^{8}$/);
    expect((wrong[0]?.derivative ?? 0) / (wrong[0]?.difference ?? 1)).toBeCloseTo(2 / 3, 9);
    expect(maxRelativeError).toBeGreaterThan(0.01);
    expect(perArgument.x?.forward).toBeCloseTo(perArgument.x?.reverse ?? 0, 12);
  });

  it("of a derivative is found at order 2", () => {
    const f = (x: number, { f: q }: Of) => Math.exp(x) + q(x);
    expect(checkGradients(f, [1.3], { scope: { f: quartic } }).wrong).toEqual([]);
    const { wrong } = checkGradients(f, [1.3], { scope: { f: quartic }, order: 2 });
    expect(wrong.map(({ what }) => what)).toEqual(["the partial derivative of cube by its input 1"]);
    for (const { where } of wrong) expect(where).toMatch(/q\(x\)\n *\^{4}$/);
  });

  it("does not matter where it is not on the way", () => {
    const f = (x: number, { f: c }: Of) => (x > 0 ? Math.log(x) : c(x)) + c(2);
    expect(checkGradients(f, [0.3], { scope: { f: cube } }).wrong).toEqual([]);
    expect(checkGradients(f, [-0.3], { scope: { f: cube } }).wrong).toHaveLength(1);
  });
});

describe("a wrong rule", () => {
  const g = (x: number, { f }: Of) => x * f(2 * x);

  it("for tangents is named with its place", () => {
    const exponential = customJvp(
      (x: number) => Math.exp(x),
      ([_x], [dx], out) => 2 * out * dx,
    );
    const { wrong } = checkGradients(g, [0.3], { scope: { f: exponential } });
    expect(wrong.map(({ what }) => what)).toEqual(["an own rule for tangents"]);
    expect(wrong[0]?.where).toMatch(/x \* f\(2 \* x\)\n *\^{8}$/);
    expect((wrong[0]?.derivative ?? 0) / (wrong[0]?.difference ?? 1)).toBeCloseTo(2, 9);
  });

  it("for cotangents is named with its place, where reverse mode alone is asked for", () => {
    const squares = customVjp(
      (x: readonly number[]) => x.map((v) => v * v),
      ([x], flow) => [x.map((v, i) => 3 * v * (flow[i] ?? 0))],
    );
    const f = (x: readonly number[], { s }: { readonly s: typeof squares }) => s(x).reduce((t, v) => t + v, 0);
    const scope = { s: squares };
    const { wrong, perArgument } = checkGradients(f, [[1, 2, 3, 4, 5, 6]], { scope, modes: ["reverse"] });
    expect(wrong.map(({ what }) => what)).toEqual(["an own rule for cotangents"]);
    expect(wrong[0]?.where).toMatch(/s\(x\)\.reduce.*\n *\^{4}$/);
    expect(perArgument.x?.forward).toBeUndefined();
    expect(() => checkGradients(f, [[1, 2, 3, 4, 5, 6]], { scope })).toThrow(code("E_FLAT"));
  });
});

describe("what differences cannot judge", () => {
  it("is named as a jump", () => {
    const { wrong, perArgument } = checkGradients((x: number) => x + Math.floor(10 * x), [0.3]);
    expect(wrong).toHaveLength(1);
    expect(wrong[0]?.what).toMatch(/^floor says that it does not change.*differences do not converge: a kink, a jump/);
    expect(wrong[0]?.where).toMatch(/Math\.floor\(10 \* x\)\n *\^{18}$/);
    expect(perArgument.x?.differenceError).toBeGreaterThan(1);
  });

  it("is named at the end of a domain", () => {
    for (const at of [0, -1]) {
      const { wrong, maxRelativeError } = checkGradients((x: number) => 1 + Math.sqrt(x), [at]);
      expect(wrong.map(({ what }) => what.slice(0, 43))).toEqual(["the partial derivative of sqrt by its input"]);
      expect(maxRelativeError).toBe(Number.POSITIVE_INFINITY);
    }
  });

  it("and a derivative that is stopped as it is meant to", () => {
    const f = (x: number, { f: stop }: Of) => x * stop(x);
    const { wrong } = checkGradients(f, [0.3], { scope: { f: stopGradient } });
    expect(wrong.map(({ what }) => what)).toEqual(["stopGradient stops a derivative, as it is meant to"]);
  });
});

it("refuses orders, modes and arguments of which nothing can be checked", () => {
  const f = (x: number) => x;
  expect(() => checkGradients(f, [1], { order: 0 })).toThrow(code("E_PARAMETER"));
  expect(() => checkGradients(f, [1], { modes: [] })).toThrow(code("E_PARAMETER"));
  expect(() => checkGradients((b: boolean) => (b ? 1 : 2), [true])).toThrow(code("E_TYPE"));
});
