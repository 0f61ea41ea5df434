import { expect, test } from "vitest";
import { bestOf, nelderMead, type ValueObjective } from "./index.ts";

const rosenbrock: ValueObjective = ({ x = 0, y = 0 }) => (1 - x) ** 2 + 100 * (y - x * x) ** 2;
const start = [
  { name: "x", value: -1.2, width: 0.5 },
  { name: "y", value: 1, width: 0.5 },
];

test("finds the bottom of the Rosenbrock valley", async () => {
  const found = await nelderMead(rosenbrock, start, { tolerance: 1e-6 });
  expect(found.converged).toBe(true);
  expect(found.parameters.x).toBeCloseTo(1, 5);
  expect(found.parameters.y).toBeCloseTo(1, 5);
});

test("finds a top in units of very different size, in one and in four dimensions", async () => {
  const scales = [1e-6, 1, 1e3, 1e6];
  for (const used of [scales.slice(0, 1), scales]) {
    const names = used.map((_, k) => `p${k}`);
    const hill: ValueObjective = (at) =>
      -used.reduce((sum, scale, k) => sum + ((at[names[k] ?? ""] ?? 0) / scale - k) ** 2, 0);
    const places = used.map((scale, k) => ({ name: names[k] ?? "", value: -2 * scale, width: scale }));
    const found = await nelderMead(hill, places, { sense: "maximise" });
    used.forEach((scale, k) => {
      expect((found.parameters[names[k] ?? ""] ?? 0) / scale).toBeCloseTo(k, 2);
    });
  }
});

test("finds an optimum on a wall and asks nothing beyond it", async () => {
  const found = await nelderMead(
    ({ a = 0, b = 0 }) => {
      expect(a >= 0 && a <= 10).toBe(true);
      return (a - 12) ** 2 + (b - 3) ** 2 + (a - 12) * (b - 3);
    },
    [
      { name: "a", value: 9.9, limits: [0, 10] },
      { name: "b", value: 0, limits: [-20, 20] },
    ],
  );
  expect(found.parameters.a).toBe(10);
  expect(found.parameters.b).toBeCloseTo(4, 2);
});

test("climbs stairs, which have no slope", async () => {
  const found = await nelderMead(
    ({ cut = 0 }) => Math.floor(10 - (cut - 4) ** 2),
    [{ name: "cut", value: 0, width: 2 }],
    {
      sense: "maximise",
    },
  );
  expect(found.value).toBe(10);
});

test("says when the evaluations are used up, where the value is NaN, and what was best when it is cancelled", async () => {
  const short = await nelderMead(rosenbrock, start, { maxEvaluations: 20 });
  expect(short.reason).toBe("steps used up");
  expect(short.evaluations).toBeLessThan(26);
  await expect(nelderMead(({ x = 0 }) => Math.sqrt(x), [{ name: "x", value: 1, width: 3 }])).rejects.toThrow(
    "E_NONFINITE",
  );
  const stop = new AbortController();
  const error = await nelderMead(rosenbrock, start, {
    signal: stop.signal,
    onStep: ({ step }) => {
      if (step === 10) stop.abort();
    },
  }).catch((e: unknown) => e);
  const best = bestOf(error);
  expect(best?.value).toBe(Math.min(...(best?.history ?? []).map(({ value }) => value)));
});
