import { expect, test } from "vitest";
import { customJvp } from "../core/algorithms/index.ts";
import { lambda } from "../core/index.ts";
import { definePrimitive, real } from "../core/primitives/index.ts";
import type { AlgorithmInput } from "./arbitraries/algorithms.ts";
import { type Law, stateLaw } from "./law.ts";
import {
  type AlgorithmSubject,
  algorithmDifferencesLaw,
  algorithmModesLaw,
  algorithmNestingLaw,
  algorithmOrdersLaw,
  algorithmValuesLaw,
} from "./laws/algorithms.ts";
import { type Settings, settings } from "./settings.ts";

const runner = { test: (name: string, body: () => void | Promise<void>) => test(name, { timeout: 60_000 }, body) };

const subjects = [{ name: "random algorithms" }];

stateLaw(algorithmValuesLaw, subjects, runner);
stateLaw(algorithmModesLaw, subjects, runner);
stateLaw(algorithmOrdersLaw, subjects, runner);
stateLaw(algorithmNestingLaw, subjects, runner);
stateLaw(algorithmDifferencesLaw, subjects, runner);

type Of = { readonly g: (x: number) => number };

/** An algorithm that calls a function which is not what it says. */
const planted = (g: (x: number) => number): AlgorithmSubject => {
  const f = (p: AlgorithmInput, { g: call }: Of) => p.x.reduce((s, v) => s + call(v), 0) * p.y;
  return { name: "a planted fault", f: lambda(f, { g }) as NonNullable<AlgorithmSubject["f"]> };
};

const cube = { evaluate: (x: number): number => x * x * x, domain: [real(-3, 3)] };
const right = definePrimitive({ ...cube, name: "cube", partials: [(x) => 3 * x * x] });
const wrongSlope = definePrimitive({ ...cube, name: "a wrong slope", partials: [(x) => 3.001 * x * x] });
const flatSlope = definePrimitive({
  ...cube,
  name: "a slope that is flat",
  partials: [(x, { stop }) => 3 * x * stop(x)],
  scope: () => ({
    stop: definePrimitive({ ...cube, name: "stop", evaluate: (x: number) => x, partials: [undefined] }),
  }),
});
const wrongValue = definePrimitive({
  ...cube,
  name: "a wrong lowering",
  partials: [(x) => 3 * x * x],
  lower: (l, x) => l.mul(x, l.mul(x, l.add(x, l.k(1e-6)))),
});
/** A rule that is no linear map: forward mode has its square, reverse mode its linear part. */
const bent = customJvp(
  (x: number) => x * x,
  ([x], [dx]) => 2 * x * dx + dx * dx,
);

const faults: readonly (readonly [string, (x: number) => number, Law<AlgorithmSubject>])[] = [
  ["a value", wrongValue, algorithmValuesLaw],
  ["a first derivative", wrongSlope, algorithmDifferencesLaw],
  ["a second derivative", flatSlope, algorithmDifferencesLaw],
  ["a rule that is not linear", bent, algorithmModesLaw],
  ["a rule that is not linear, at second order", bent, algorithmOrdersLaw],
];

/** A fault that is everywhere shows in a few samples. */
const few: Settings = { ...settings, runs: 0.1 };

test.each(faults)("a fault in %s is found", async (_name, g, law) => {
  await expect((async () => law.check(planted(g), few))()).rejects.toThrow();
  await expect((async () => law.check(planted(right), few))()).resolves.toBeUndefined();
});
