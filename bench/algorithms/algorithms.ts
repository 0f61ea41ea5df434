import {
  cost,
  determinant,
  likelihood,
  logPosterior,
  logSumExp,
  scopeOfMixture,
  solution,
  squares,
} from "../../gradbench/index.ts";
import type { Algorithm } from "./algorithm.ts";
import { detInput, gmmInput, kmeansInput, llsqInput, lseInput, lstmInput, odeInput } from "./inputs.ts";
import { gradientOf, hessianProductOf, type Loss } from "./losses.ts";
import { bundleAdjustment, flights, hand, searches } from "./others.ts";

const llsq = (name: string, n: number): Loss<readonly number[]> => {
  const input = llsqInput(n);
  return {
    name,
    what: `128 coefficients, ${n} points`,
    f: squares,
    types: ["f64[m]", "i32"],
    at: input.x,
    others: [n],
    step: 1e-2,
    input,
    python: ["jax", "torch"],
    tensorflow: true,
  };
};

const lse = (name: string, n: number): Loss<readonly number[]> => {
  const input = lseInput(n);
  return {
    name,
    what: `${n} numbers`,
    f: logSumExp,
    types: ["f64[n]"],
    at: input.x,
    others: [],
    step: 1e-2,
    input,
    python: ["jax", "torch"],
    tensorflow: true,
  };
};

const det = (name: string, ell: number, python: readonly string[]): Loss<readonly (readonly number[])[]> => {
  const input = detInput(ell);
  return {
    name,
    what: `by minors, ${ell} rows`,
    f: determinant,
    types: [`f64[${ell}, ${ell}]`],
    at: Array.from({ length: ell }, (_, i) => input.A.slice(i * ell, (i + 1) * ell)),
    others: [],
    step: 1e-2,
    input,
    python,
  };
};

const last = (x: readonly number[], s: number, tools: { readonly solution: typeof solution }): number =>
  tools.solution(x, s)[x.length - 1] as number;

const ode = (name: string, n: number, s: number): Loss<readonly number[]> => {
  const input = odeInput(n, s);
  return {
    name,
    what: `the last of ${n} equations after ${s} steps`,
    f: last,
    scope: { solution },
    types: ["f64[n]", "i32"],
    at: input.x,
    others: [s],
    step: 1e-4,
    input,
    python: ["jax", "torch"],
  };
};

const slopesOfCost = (
  centroids: readonly (readonly number[])[],
  points: readonly (readonly number[])[],
): readonly number[] => {
  const slopes = centroids.map((centroid) => centroid.map(() => 0));
  for (const point of points) {
    const far = (centroid: readonly number[]) => centroid.reduce((sum, c, i) => sum + (c - (point[i] ?? 0)) ** 2, 0);
    const distances = centroids.map(far);
    const nearest = distances.indexOf(Math.min(...distances));
    const own = slopes[nearest] ?? [];
    centroids[nearest]?.forEach((c, i) => {
      own[i] = (own[i] ?? 0) + 2 * (c - (point[i] ?? 0));
    });
  }
  return slopes.flat();
};

const kmeans = (name: string, k: number, n: number, d: number): Loss<readonly (readonly number[])[]> => {
  const input = kmeansInput(k, n, d);
  return {
    name,
    what: `${n} points in ${d} dimensions, ${k} centroids`,
    f: cost,
    types: [`f64[k, ${d}]`, `f64[n, ${d}]`],
    at: input.centroids,
    others: [input.points],
    step: 0,
    gradient: () => slopesOfCost(input.centroids, input.points),
    input,
    python: ["jax", "torch"],
  };
};

const gmm = (name: string, d: number, k: number, n: number): Loss<object> => {
  const input = gmmInput(d, k, n);
  const { alpha, mu, q, l, x, gamma, m } = input;
  return {
    name,
    what: `${k} components, ${n} points in ${d} dimensions`,
    f: logPosterior,
    scope: scopeOfMixture,
    types: [
      { alpha: "f64[k]", mu: "f64[k, d]", q: "f64[k, d]", l: "f64[k, e]" },
      { x: "f64[n, d]", gamma: "f64", m: "f64" },
    ],
    at: { alpha, mu, q, l },
    others: [{ x, gamma, m }],
    step: 1e-3,
    input,
    python: ["jax", "torch"],
  };
};

interface Weights {
  readonly main: readonly (readonly number[])[];
  readonly extra: readonly (readonly number[])[];
}

const recurrent = (
  { main, extra }: Weights,
  state: readonly (readonly number[])[],
  sequence: readonly (readonly number[])[],
  { likelihood }: { readonly likelihood: typeof import("../../gradbench/index.ts").likelihood },
): number => likelihood(main, extra, state, sequence);

const lstm = (name: string, layers: number, characters: number): Loss<Weights> => {
  const input = lstmInput(layers, characters);
  const [rows, size] = [2 * layers, 14];
  return {
    name,
    what: `${layers} layers, ${characters} characters`,
    f: recurrent,
    scope: { likelihood },
    types: [
      { main: `f64[${rows}, ${4 * size}]`, extra: `f64[3, ${size}]` },
      `f64[${rows}, ${size}]`,
      `f64[c, ${size}]`,
    ],
    at: { main: input.main_params, extra: input.extra_params },
    others: [input.state, input.sequence],
    step: 1e-3,
    input,
    python: ["jax", "torch"],
  };
};

/** The same with few numbers: what is checked without being timed. */
export const small: readonly Algorithm[] = [
  ...[llsq("llsq", 16), lse("lse", 100), gmm("gmm", 3, 4, 20), ode("ode", 6, 5), lstm("lstm", 2, 5)].flatMap((loss) => [
    gradientOf(loss as Loss<unknown>),
    hessianProductOf(loss as Loss<unknown>),
  ]),
  gradientOf(kmeans("kmeans", 3, 50, 2)),
  gradientOf(det("det", 4, [])),
  bundleAdjustment(3, 4, 20),
  hand(12, 5),
  ...flights,
  ...searches,
];

/** What is measured: the sizes of the suite that are neither trivial nor longer than a minute, and the largest ones. */
export const algorithms: readonly Algorithm[] = [
  gradientOf(llsq("llsq", 4096)),
  gradientOf(llsq("llsq.largest", 16392)),
  gradientOf(lse("lse", 160_000)),
  gradientOf(lse("lse.largest", 1_280_000)),
  gradientOf(gmm("gmm", 10, 25, 1000)),
  gradientOf(gmm("gmm.largest", 64, 100, 1000)),
  gradientOf(kmeans("kmeans", 100, 10_000, 16)),
  gradientOf(det("det", 6, ["jax"])),
  gradientOf(det("det.largest", 9, [])),
  gradientOf(ode("ode", 100, 1000)),
  gradientOf(lstm("lstm", 2, 1024)),
  bundleAdjustment(49, 7776, 31843),
  hand(544, 100),
  ...flights,
  ...searches,
  hessianProductOf(llsq("llsq", 4096)),
  hessianProductOf(lse("lse", 160_000)),
  hessianProductOf(gmm("gmm", 10, 25, 1000)),
  hessianProductOf(ode("ode", 100, 1000)),
  hessianProductOf(lstm("lstm", 2, 1024)),
];
