import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { inCi, sharedData } from "../property-tests/shared-data.ts";
import type { Vector } from "./arrays.ts";
import type { Evaluation } from "./evaluation.ts";
import { ba } from "./evaluations/ba.ts";
import { det } from "./evaluations/det.ts";
import { gmm } from "./evaluations/gmm.ts";
import { hello } from "./evaluations/hello.ts";
import { kmeans } from "./evaluations/kmeans.ts";
import { llsq } from "./evaluations/llsq.ts";
import { lse } from "./evaluations/lse.ts";
import { ode } from "./evaluations/ode.ts";
import { particle } from "./evaluations/particle.ts";
import { saddle } from "./evaluations/saddle.ts";
import { far } from "./far.ts";
import { sent } from "./sent.ts";

type Golden = Readonly<Record<string, unknown>>;

const path = sharedData("golden/autodiff/gradbench.json");
const goldens = path === undefined ? {} : (JSON.parse(readFileSync(path, "utf8")) as Readonly<Record<string, Golden>>);

const output = (evaluation: Evaluation, name: string, input: unknown): unknown => {
  const run = evaluation[name]?.(input);
  if (!run) throw new Error(`there is no function ${name}`);
  return sent(run());
};

const tolerance = 1e-9;

it.runIf(inCi)("in CI the published values are there", () => {
  expect(path).toBeDefined();
});

describe.skipIf(path === undefined)("published values and gradients come out", () => {
  const both = (golden: string, evaluation: Evaluation, functions: Readonly<Record<string, string>>) =>
    Object.entries(functions).map(([name, field]) => ({ golden, evaluation, name, field }));
  const primal = { primal: "primal", gradient: "gradient" };
  const cases = [
    ...["llsq_n16_m128", "llsq_n32_m128", "llsq_n64_m128"].flatMap((golden) => both(golden, llsq, primal)),
    ...both("lse_2500", lse, primal),
    ...["det_5", "det_6", "det_7"].flatMap((golden) => both(golden, det, primal)),
    ...both("kmeans_k10_n1000_d8", kmeans, { cost: "cost", dir: "dir" }),
    ...["gmm_adbench_test", "gmm_2_5_1000", "gmm_10_5_100"].flatMap((golden) =>
      both(golden, gmm, { objective: "objective", jacobian: "grad" }),
    ),
  ];

  it.each(cases)("$golden, $name", ({ golden: name, evaluation, name: f, field }) => {
    const golden = goldens[name] ?? {};
    const { points, k } = golden;
    const input = Array.isArray(points) ? { points, centroids: points.slice(-Number(k)) } : golden;
    expect(far(output(evaluation, f, input), golden[field])).toBeLessThan(tolerance);
  });
});

it("hello: squares and their derivatives, in turn", () => {
  let x = 1;
  const found = [1, 2, 3, 4].flatMap(() => {
    const y = Number(output(hello, "square", x));
    x = Number(output(hello, "double", y));
    return [y, x];
  });
  expect(found).toEqual([1, 2, 4, 8, 64, 128, 16384, 32768]);
});

describe("ode", () => {
  const x = [1, 2, 3, 4, 5, 6].map((i) => 1 / i);

  it.each([
    [1, 0, 0],
    [2, 0.0020833333333333333, 9.645061728395063e-5],
    [10, 0.002222000000000001, 0.00012338888888888895],
  ])("six equations, %i steps", (s, fifth, last) => {
    expect(far(output(ode, "primal", { x, s }), [2, 1, 2 / 9, 1 / 36, fifth, last])).toBeLessThan(1e-14);
    expect(
      far(
        output(ode, "gradient", { x, s }),
        x.map((_, i) => (i + 1) * last),
      ),
    ).toBeLessThan(1e-14);
  });

  it("of 1000 equations the last component is exactly zero, and so is its gradient", () => {
    const many = Array.from({ length: 1000 }, (_, i) => Math.sin(i));
    expect(output(ode, "gradient", { x: many, s: 10 })).toEqual(Array(1000).fill(0));
    expect((output(ode, "primal", { x: many, s: 10 }) as Vector).at(-1)).toBe(0);
  });
});

it.each(["ff", "fr", "rf", "rr"])("particle %s is steered to the published place", (modes) => {
  expect(far(output(particle, modes, { w: 0 }), 0.20719187464861194)).toBeLessThan(1e-12);
});

it.each(["ff", "fr", "rf", "rr"])("saddle %s is at the published place", (modes) => {
  expect(far(output(saddle, modes, { start: [1, 1] }), Array(4).fill(8.246324826140356e-6))).toBeLessThan(1e-15);
});

describe("ba", () => {
  const input = {
    n: 2,
    m: 10,
    p: 10,
    cam: [
      1.797201, 0.590697, -0.635786, 90.85955, 29.361415, 28.777534, 211.628116, -0.284531, -14.762924, 0.058931,
      0.069976,
    ],
    x: [4.173048, 5.586898, 1.403869],
    w: 0.417022,
    feat: [-525.672849, 161.811929],
  };

  it("has the published residuals", () => {
    expect(
      far(output(ba, "objective", input), {
        reproj_error: { elements: [-0.2690488492351894, 0.2599447926779019], repeated: 10 },
        w_err: { element: 0.826092651516, repeated: 10 },
      }),
    ).toBeLessThan(1e-12);
  });

  it("has the published derivatives, where they stand in the whole matrix", () => {
    const u = [
      228.877202208247, 634.574811495546, -782.222866259341, 2.4289261560716, -11.7828079628011, 2.54169312487744,
      -1.03657084958518, 0.417022, 0, -350.739521096005, -912.10777366801, -2.4289261560716, 11.7828079628011,
      -2.54169312487744, -0.645167039713442,
    ];
    const v = [
      -120.542435994997, -385.673240766461, 97.5476291403328, -1.78372108529577, 4.15466799433126, 2.04025718029899,
      0.349176397433146, 0, 0.417022, 118.149147704415, 307.250108960344, 1.78372108529577, -4.15466799433126,
      -2.04025718029899, 0.623335921553092,
    ];
    const columns = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 22, 23, 24, 52];
    expect(
      far(output(ba, "jacobian", input), {
        rows: [
          ...Array.from({ length: 21 }, (_, row) => 15 * row),
          ...[1, 2, 3, 4, 5, 6, 7, 8, 9].map((k) => 300 + k),
          310,
        ],
        cols: [...columns, ...columns, 61],
        vals: [...u, ...v, -0.834044],
      }),
    ).toBeLessThan(tolerance);
  });

  it("a camera that is not turned has derivatives by its rotation", () => {
    const still = { ...input, cam: [0, 0, 0, ...input.cam.slice(3)] };
    const step = 1e-6;
    const nudged = (by: number) => {
      const { reproj_error } = output(ba, "objective", {
        ...still,
        cam: [0, by, 0, ...input.cam.slice(3)],
      }) as { readonly reproj_error: { readonly elements: Vector } };
      return reproj_error.elements;
    };
    const [up, down] = [nudged(step), nudged(-step)];
    const { vals } = output(ba, "jacobian", still) as { readonly vals: Vector };
    const slopes = up.map((value, row) => (value - (down[row] ?? 0)) / (2 * step));
    expect(Math.hypot(...slopes)).toBeGreaterThan(1);
    expect(far([vals[1], vals[16]], slopes)).toBeLessThan(1e-6);
  });
});
