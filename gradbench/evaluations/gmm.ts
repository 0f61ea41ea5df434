import { compile, contract, type Given, grad } from "jagrad/algorithms";
import { lgamma } from "jagrad/core";
import { dense, type Matrix, type Vector } from "../arrays.ts";
import type { Evaluation } from "../evaluation.ts";
import { matrix, number, record, vector } from "../fields.ts";
import { logSumExp } from "./lse.ts";

export const scope = { contract, lgamma, logSumExp };

/** What the posterior does not depend on parameters by: the points, and the Wishart prior. */
export interface Mixture {
  readonly x: Matrix;
  readonly gamma: number;
  readonly m: number;
}

/** Weights before normalisation, means, and the factor of each inverse covariance: log diagonal, and below it by columns. */
export interface Components {
  readonly alpha: Vector;
  readonly mu: Matrix;
  readonly q: Matrix;
  readonly l: Matrix;
}

/** The logarithm of the posterior of a Gaussian mixture with a Wishart prior. */
export const logPosterior = (
  { alpha, mu, q, l }: Components,
  { x, gamma, m }: Mixture,
  { contract, lgamma, logSumExp }: typeof scope,
): number => {
  const [N, K, D] = [x.length, alpha.length, (mu[0] as Vector).length];
  const total = (v: Vector): number => v.reduce((sum, entry) => sum + entry, 0);
  const below = (k: number, r: number, c: number): number => l[k]?.[c * D - (c * (c + 1)) / 2 + r - c - 1] as number;
  const factors = q.map((logs, k) =>
    logs.map((log, r) => logs.map((_, c) => (c < r ? below(k, r, c) : c === r ? Math.exp(log) : 0))),
  );
  const heights = alpha.map((a, k) => a + total(q[k] as Vector));
  const turned = contract("krc,nc->nkr", factors, x);
  const centres = contract("krc,kc->kr", factors, mu);
  let sum = 0;
  for (let i = 0; i < N; i++) {
    const terms = heights.map((height, k) => {
      const [here, centre] = [turned[i]?.[k] as Vector, centres[k] as Vector];
      const square = here.reduce((norm, v, r) => {
        const away = v - (centre[r] as number);
        return norm + away * away;
      }, 0);
      return height - square / 2;
    });
    sum = sum + logSumExp(terms);
  }
  const n = D + m + 1;
  let logGamma = ((D * (D - 1)) / 4) * Math.log(Math.PI);
  for (let j = 1; j <= D; j++) logGamma = logGamma + lgamma(n / 2 + (1 - j) / 2);
  const frobenius = factors.reduce(
    (all, rows) => all + rows.reduce((s, row) => s + row.reduce((t, v) => t + v * v, 0), 0),
    0,
  );
  return (
    sum -
    N * ((D / 2) * Math.log(2 * Math.PI) + logSumExp(alpha)) +
    K * (n * D * Math.log(gamma / Math.SQRT2) - logGamma) -
    (gamma * gamma * frobenius) / 2 +
    m * q.reduce((all, logs) => all + total(logs), 0)
  );
};

const read = record({ alpha: vector, mu: matrix, q: matrix, l: matrix, x: matrix, gamma: number, m: number });

const types = [
  { alpha: "f64[k]", mu: "f64[k, d]", q: "f64[k, d]", l: "f64[k, e]" },
  { x: "f64[n, d]", gamma: "f64", m: "f64" },
];

const of = (make: () => (components: Given<Components>, mixture: Given<Mixture>) => unknown) => (input: unknown) => {
  const { alpha, mu, q, l, x, gamma, m } = read(input, "");
  const components = { alpha: Float64Array.from(alpha), mu: dense(mu), q: dense(q), l: dense(l) };
  const [f, mixture] = [make(), { x: dense(x), gamma, m }];
  return () => f(components, mixture);
};

export const gmm: Evaluation = {
  objective: of(() => compile(logPosterior, types, { scope })),
  jacobian: of(() => compile(grad(logPosterior, { scope }), types)),
};
