import { describe, expect, it } from "vitest";
import { sigmoid, softplus } from "../primitives/index.ts";
import { type Known, slopesOf } from "./checks/test-slopes.ts";
import { compile, hessian } from "./index.ts";

/** Where differences say nothing: at kinks and at the ends of domains. */
const singular: readonly Known[] = [
  {
    name: "a root of a branch that is not taken, at its end",
    f: (v: number) => (v > 0 ? Math.sqrt(v) + Math.log(v) : 0),
    at: [0],
    slopes: [0],
  },
  {
    name: "a quotient by zero before the branch that does not use it",
    f: (v: number) => {
      const r = 1 / v;
      return v > 0 ? r * v * 2 : 0;
    },
    at: [0],
    slopes: [0],
  },
  { name: "an absolute value at zero", f: (v: number) => Math.abs(v), at: [0], slopes: [0] },
  { name: "a ramp at zero", f: (v: number) => (v > 0 ? 2 * v : 0), at: [0], slopes: [0] },
  {
    name: "the ramp of a maximum at zero has half of either side",
    f: (v: number) => Math.max(v, 0),
    at: [0],
    slopes: [0.5],
  },
  {
    name: "a hypotenuse of zeros",
    f: (v: readonly number[]) => Math.hypot(v[0] as number, v[1] as number),
    at: [[0, 0]],
    slopes: [0, 0],
  },
  {
    name: "a norm of zeros",
    f: (v: readonly number[]) => Math.sqrt(v.reduce((s, each) => s + each * each, 0)),
    at: [[0, 0, 0, 0, 0, 0]],
    slopes: [0, 0, 0, 0, 0, 0],
  },
  {
    name: "a weighted norm of differences that are zero",
    f: (v: readonly number[], w: number) =>
      Math.sqrt(w * ((v[0] as number) - 1) ** 2 + ((v[1] as number) - 2) * ((v[1] as number) - 2) * w),
    at: [[1, 2], 3],
    slopes: [0, 0],
  },
  {
    name: "a square root at zero is as steep as it is",
    f: (v: number) => Math.sqrt(v),
    at: [0],
    slopes: [Number.POSITIVE_INFINITY],
  },
  { name: "a power at zero", f: (v: number) => v ** 2 + v ** 3, at: [0], slopes: [0] },
];

describe("kinks and ends of domains", () => {
  it.each(singular)("$name", ({ f, at, slopes: wanted }) => {
    expect(slopesOf(f, at)).toEqual(wanted);
  });

  it("do not leak into other inputs", () => {
    const singularities: readonly ((v: number) => number)[] = [
      (v) => Math.sqrt(v),
      (v) => v ** 0.3,
      (v) => Math.log(v),
      (v) => Math.atan2(v, v),
      (v) => 1 / v,
    ];
    const f = (v: number, y: number, { s }: { readonly s: (v: number) => number }) =>
      s(v) * 0 + Math.atan2(v, v) * 0 + y * y;
    for (const s of singularities) expect(slopesOf(f, [0, 3], { wrt: "y", scope: { s } })).toEqual([6]);
  });

  it("in extremes share the derivative, and its parts add up to it", () => {
    const ties = [
      (v: readonly number[]) => Math.max(...v),
      (v: readonly number[]) => -Math.min(...v.map((each) => -each)),
      (v: readonly number[]) => v.reduce((m, each) => Math.max(m, each), Number.NEGATIVE_INFINITY),
    ];
    for (const f of ties) {
      const found = slopesOf(f, [[2, 1, 2, 2, 1, 0]]);
      expect(found.reduce((s, each) => s + each, 0)).toBe(1);
      expect(found.map((each) => each > 0)).toEqual([true, false, true, true, false, false]);
    }
  });
});

describe("formulas far out", () => {
  type One = { readonly f: (v: number) => number };
  const of = (v: number, { f }: One) => f(v);

  it.each([750, -750])("have their limits at %s as primitives, in values and derivatives", (v) => {
    const isUp = v > 0;
    for (const [f, value, slope] of [
      [sigmoid, isUp ? 1 : 0, 0],
      [softplus, isUp ? v : 0, isUp ? 1 : 0],
    ] as const) {
      expect(compile(of, ["f64"], { scope: { f } })(v)).toBeCloseTo(value, 12);
      expect(slopesOf(of, [v], { scope: { f } })[0]).toBeCloseTo(slope, 12);
      expect(hessian(of, { scope: { f } })(v)).toBeCloseTo(0, 12);
    }
  });

  it.each([750, -750])("are no NaN at %s where the value is finite", (v) => {
    const logistic = (y: number) => 1 / (1 + Math.exp(-y));
    expect(slopesOf(logistic, [v])).toEqual([0]);
    const many = (y: readonly number[]) => y.reduce((s, each) => s + 1 / (1 + Math.exp(-each)), 0);
    expect(slopesOf(many, [[v, v, v, v, v, v]])).toEqual([0, 0, 0, 0, 0, 0]);
    expect(slopesOf((y: number) => Math.log1p(Math.exp(-Math.abs(y))), [v])).toEqual([0]);
  });
});

describe("a rotation at zero", () => {
  type Vector = readonly [number, number, number];
  const cross = (a: Vector, c: Vector): Vector => [
    a[1] * c[2] - a[2] * c[1],
    a[2] * c[0] - a[0] * c[2],
    a[0] * c[1] - a[1] * c[0],
  ];
  const rotated = (w: Vector, p: Vector, { cross: by }: { readonly cross: typeof cross }) => {
    const square = w[0] * w[0] + w[1] * w[1] + w[2] * w[2];
    const once = by(w, p);
    if (square === 0) return p.map((each, i) => each + (once[i] as number));
    const angle = Math.sqrt(square);
    const twice = by(w, once);
    const [s, c] = [Math.sin(angle) / angle, (1 - Math.cos(angle)) / square];
    return p.map((each, i) => each + s * (once[i] as number) + c * (twice[i] as number));
  };
  const turned = (
    w: Vector,
    u: Vector,
    p: Vector,
    tools: { readonly cross: typeof cross; readonly rotated: typeof rotated },
  ) => {
    const r = tools.rotated(w, p, tools);
    return (r[0] as number) * u[0] + (r[1] as number) * u[1] + (r[2] as number) * u[2];
  };

  it("has the derivative of its linear term", () => {
    const [u, p]: readonly [Vector, Vector] = [
      [0.3, -0.7, 0.2],
      [1, 2, 3],
    ];
    // d/dw u . (w x p) = p x u
    expect(slopesOf(turned, [[0, 0, 0], u, p], { scope: { cross, rotated } })).toEqual(
      [...cross(p, u)].map((v) => v + 0),
    );
    const near = slopesOf(turned, [[1e-7, 0, 0], u, p], { scope: { cross, rotated } });
    for (const [k, slope] of near.entries()) expect(slope).toBeCloseTo(cross(p, u)[k] ?? Number.NaN, 6);
  });
});
