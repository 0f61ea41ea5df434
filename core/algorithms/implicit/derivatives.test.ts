import { describe, expect, it } from "vitest";
import { compile } from "../compile.ts";
import { diff, grad, hessian, jacobian } from "../functions/index.ts";
import { cholesky, contract, solveLinear } from "../operations/index.ts";
import { fixedPoint, minimum, root, solve } from "./functions.ts";

describe("derivatives of searches, asked for by name", () => {
  it("are those of the solution, in any mode", () => {
    const scope = { root };
    const f = (p: number, { root }: typeof scope) => root((x) => x * x - p, 1);
    for (const mode of ["forward", "reverse"] as const)
      expect(grad(f, { scope, mode })(2)).toBeCloseTo(1 / (2 * Math.SQRT2), 15);
    // the third derivative of a square root
    expect(diff(f, { scope, order: 3 })(2)).toBeCloseTo((3 / 8) * 2 ** -2.5, 14);
  });

  it("are found inside a search: where a slope is zero", () => {
    const scope = { grad, root };
    const f = (p: number, { grad, root }: typeof scope) => root((x) => grad((y: number) => y ** 4 / 4 - p * y)(x), 1);
    expect(grad(f, { scope })(8)).toBeCloseTo(1 / 12, 14);
    expect(diff(f, { scope, order: 2 })(8)).toBeCloseTo(-1 / 144, 14);
  });

  it("are found inside a search inside a derivative inside a search", () => {
    // the inner minimum is at x = q y, so the outer function is (1 - q) y - 1 + (q y)^2 / 2: a quadratic in y
    const scope = { grad, minimum, root };
    const f = (q: number, { grad, minimum, root }: typeof scope) =>
      root((y) => grad((z: number) => minimum((x) => (x - q * z) ** 2, 0) ** 2)(y) - 1, 1);
    // d/dz (q z)^2 = 2 q^2 z is 1 at z = 1 / (2 q^2)
    expect(grad(f, { scope })(0.8)).toBeCloseTo(-1 / 0.8 ** 3, 12);
  });

  it("of a weighted least-squares fit are those of its normal equations", () => {
    const x = [0.1, 0.5, 0.9, 1.4, 2.1];
    const y = [1.1, 1.4, 2.2, 2.4, 3.9];
    type Data = readonly number[];
    const scope = { minimum, solveLinear, contract };
    const fitted = (w: Data, x: Data, y: Data, { minimum }: typeof scope) =>
      minimum(
        ([a, b]) => w.reduce((sum, weight, i) => sum + weight * ((y[i] ?? 0) - a - b * (x[i] ?? 0)) ** 2, 0),
        [0, 0],
      );
    const normal = (w: Data, x: Data, y: Data, { solveLinear, contract }: typeof scope) => {
      const m = [x.map(() => 1), x];
      return solveLinear(
        contract(
          "ik,jk->ij",
          m,
          m.map((row) => row.map((v, k) => v * (w[k] ?? 0))),
        ),
        contract(
          "ik,k->i",
          m,
          y.map((v, k) => v * (w[k] ?? 0)),
        ),
      );
    };
    const w = [1, 2, 1, 3, 0.5];
    const [p, q] = [fitted, normal].map(
      (f) => jacobian(f as typeof normal, { scope })(w, x, y) as unknown as readonly Data[],
    );
    for (const i of [0, 1])
      for (const [k] of w.entries()) expect(p?.[i]?.[k]).toBeCloseTo(q?.[i]?.[k] ?? Number.NaN, 12);
  });

  it("of the covariance of a fit go through its Hessian: the second derivative at the minimum", () => {
    // a Poisson mean: -log L = n log-sum; at the estimate m = mean of data the curvature is n / m
    const scope = { minimum, hessian };
    const curvature = (mean: number, { minimum, hessian }: typeof scope) => {
      const f = (m: number) => 10 * (m - mean * Math.log(m));
      return hessian(f)(minimum((m) => 10 * (m - mean * Math.log(m)), 1, { bounds: [0.01, null] }));
    };
    const slope = grad(curvature as (mean: number, s: typeof scope) => number, { scope });
    expect(slope(2.5)).toBeCloseTo(-10 / 2.5 ** 2, 12);
  });

  it("of an equilibrium by reverse mode cost one solve: a chain of forty", () => {
    const scope = { fixedPoint };
    const f = (p: readonly number[], { fixedPoint }: typeof scope) =>
      fixedPoint((x) => p.map((v, i) => v + 0.25 * (x[(i + 1) % 40] ?? 0)), p as number[])[0] ?? 0;
    const p = Array.from({ length: 40 }, (_, i) => Math.sin(i));
    // x_0 = sum of p_i / 4^i, around and around
    const slopes = grad(f, { scope })(p) as ArrayLike<number>;
    for (let i = 0; i < 40; i++) expect(slopes[i]).toBeCloseTo(0.25 ** i / (1 - 0.25 ** 40), 13);
  });

  it("through a Cholesky factor of a matrix of parameters", () => {
    const scope = { solve, cholesky };
    const f = (p: number, { solve, cholesky }: typeof scope) => {
      const [x, y] = solve(
        ([u, v]) => {
          const l = cholesky([
            [4 + u * u, p],
            [p, 9],
          ]);
          return [u - (l[0]?.[0] ?? 0) + 2, v - (l[1]?.[0] ?? 0)];
        },
        [0.5, 0.5],
      );
      return x + y;
    };
    // u = sqrt(4 + u^2) - 2 is 0, v = p / 2
    expect(compile(f, ["f64"], { scope })(3)).toBeCloseTo(1.5, 13);
    expect(grad(f, { scope })(3)).toBeCloseTo(0.5, 13);
  });

  it("by data of the parameters of a fit that have names", () => {
    // a normal sample: the estimates are the mean and the root of the mean square about it
    const scope = { minimum };
    const f = (x: readonly number[], { minimum }: typeof scope) =>
      minimum(
        ({ mu, logSigma }) =>
          x.reduce((sum, v) => sum + ((v - mu) / Math.exp(logSigma)) ** 2 / 2, 0) + x.length * logSigma,
        { mu: 0, logSigma: 1 },
      );
    const x = [1.2, 0.4, 2.5, 1.9, 0.7, 1.1];
    const mean = x.reduce((s, v) => s + v, 0) / x.length;
    const variance = x.reduce((s, v) => s + (v - mean) ** 2, 0) / x.length;
    const { mu, logSigma } = compile(f, ["f64[n]"], { scope })(x);
    expect(mu).toBeCloseTo(mean, 12);
    expect(logSigma).toBeCloseTo(Math.log(variance) / 2, 12);
    for (const mode of ["forward", "reverse"] as const) {
      const slopes = jacobian(f, { scope, mode })(x);
      for (const [i, v] of x.entries()) {
        expect(slopes.mu[i]).toBeCloseTo(1 / x.length, 12);
        expect(slopes.logSigma[i]).toBeCloseTo((v - mean) / (x.length * variance), 12);
      }
    }
  });

  it("of nested structures, of the second order", () => {
    const scope = { minimum };
    const f = (p: number, { minimum }: typeof scope) => {
      const { a, rest } = minimum(({ a, rest: [y, z] }) => Math.exp(a) - p * a + (y - a * a) ** 2 + (z - p * y) ** 2, {
        a: 0,
        rest: [0, 0],
      });
      return a + rest[0] + rest[1];
    };
    // a = log p, y = a^2, z = p y
    const slope = (p: number): number => (1 + 2 * Math.log(p) + 2 * p * Math.log(p)) / p + Math.log(p) ** 2;
    expect(grad(f, { scope })(1.7)).toBeCloseTo(slope(1.7), 11);
    const bend = (p: number): number => {
      const l = Math.log(p);
      return (2 - 1 - 2 * l) / (p * p) + 2 / p + (2 * l) / p;
    };
    expect(diff(f, { scope, order: 2 })(1.7)).toBeCloseTo(bend(1.7), 10);
  });
});
