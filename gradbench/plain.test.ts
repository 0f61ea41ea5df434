import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../property-tests/shared-data.ts";
import type { Matrix, Vector } from "./arrays.ts";
import { reprojectionError, weightError } from "./evaluations/ba.ts";
import { type DescentScope, lowest } from "./evaluations/descent.ts";
import { determinant } from "./evaluations/det.ts";
import { type Components, logPosterior, type Mixture, scope as scopeOfMixture } from "./evaluations/gmm.ts";
import { cost } from "./evaluations/kmeans.ts";
import { loss } from "./evaluations/llsq.ts";
import { logSumExp } from "./evaluations/lse.ts";
import { solution } from "./evaluations/ode.ts";
import { type FlightScope, landing } from "./evaluations/particle.ts";
import { saddlePoint } from "./evaluations/saddle.ts";
import { far } from "./far.ts";

type Golden = Readonly<Record<string, never>>;

const path = sharedData("golden/autodiff/gradbench.json");
const goldens = path === undefined ? {} : (JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, Golden>>);
const golden = <T>(name: string): T => goldens[name] as T;
const rows = (A: Vector, size: number): Matrix =>
  Array.from({ length: size }, (_, i) => A.slice(i * size, (i + 1) * size));

describe.skipIf(path === undefined)("objectives as plain JavaScript have their published values", () => {
  it.each(["llsq_n16_m128", "llsq_n32_m128", "llsq_n64_m128"])("%s", (name) => {
    const { x, n, primal } = golden<{ x: Vector; n: number; primal: number }>(name);
    expect(far(loss(x, n), primal)).toBeLessThan(1e-12);
  });

  it("lse_2500", () => {
    const { x, primal } = golden<{ x: Vector; primal: number }>("lse_2500");
    expect(far(logSumExp(x), primal)).toBeLessThan(1e-12);
  });

  it.each(["det_5", "det_6", "det_7"])("%s", (name) => {
    const { A, ell, primal } = golden<{ A: Vector; ell: number; primal: number }>(name);
    expect(far(determinant(rows(A, ell)), primal)).toBeLessThan(1e-12);
  });

  it("kmeans_k10_n1000_d8", () => {
    const { points, k, cost: wanted } = golden<{ points: Matrix; k: number; cost: number }>("kmeans_k10_n1000_d8");
    expect(far(cost(points.slice(-k), points), wanted)).toBeLessThan(1e-12);
  });

  it.each(["gmm_adbench_test", "gmm_2_5_1000", "gmm_10_5_100"])("%s", (name) => {
    const given = golden<Components & Mixture & { objective: number }>(name);
    expect(far(logPosterior(given, given, scopeOfMixture), given.objective)).toBeLessThan(1e-12);
  });
});

const sixth = [1, 2, 3, 4, 5, 6].map((i) => 1 / i);

it.each([
  [1, 0, 0],
  [2, 0.0020833333333333333, 9.645061728395063e-5],
  [10, 0.002222000000000001, 0.00012338888888888895],
])("ode, %i steps: exact where the method is, and its published values beyond", (steps, fifth, last) => {
  const exact = [2, 1, 2 / 9, 1 / 36];
  expect(far(solution(sixth, steps), [...exact, fifth, last])).toBeLessThan(1e-14);
});

it("ba has the published residuals", () => {
  const camera = [
    1.797201, 0.590697, -0.635786, 90.85955, 29.361415, 28.777534, 211.628116, -0.284531, -14.762924, 0.058931,
    0.069976,
  ] as const;
  const found = reprojectionError(
    { camera, point: [4.173048, 5.586898, 1.403869], weight: 0.417022 },
    [-525.672849, 161.811929],
  );
  expect(far(found, [-0.2690488492351894, 0.2599447926779019])).toBeLessThan(1e-12);
  expect(weightError(0.417022)).toBeCloseTo(0.826092651516, 15);
});

/** Slopes by differences of fourth order. */
const byDifferences =
  (f: (x: Vector) => number) =>
  (x: Vector): Vector => {
    const slope = (i: number, h: number): number => {
      const at = (by: number) => f(x.map((v, k) => (k === i ? v + by : v)));
      return (at(h) - at(-h)) / (2 * h);
    };
    return x.map((_, i) => (4 * slope(i, 5e-4) - slope(i, 1e-3)) / 3);
  };

const scope: DescentScope = {
  valueAndGrad: (f) => (x) => ({ value: f(x), gradient: byDifferences(f)(x) }),
  mode: "forward",
};
const flight: FlightScope = { grad: (f) => byDifferences(f as never) as never, mode: "forward" };

it("particle lands where it is published to, and is steered to the origin, with slopes by differences", () => {
  expect(far(landing([0], flight), 3.199079002508199)).toBeLessThan(1e-8);
  expect(far(byDifferences((w) => landing(w, flight))([0]), [-19.4046364500282])).toBeLessThan(1e-5);
  expect(
    far(
      lowest((w) => landing(w, flight), [0], scope),
      [0.20719187464861194],
    ),
  ).toBeLessThan(1e-9);
});

it("saddle is found where it is published, with slopes by differences", () => {
  const descend = (f: (x: Vector) => number, start: Vector) => lowest(f, start, scope);
  const found = saddlePoint([1, 1], { outer: descend, inner: descend });
  expect(far(found, Array(4).fill(8.246324826140356e-6))).toBeLessThan(1e-15);
});
