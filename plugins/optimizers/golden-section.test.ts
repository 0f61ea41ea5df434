import fc from "fast-check";
import { expect, test } from "vitest";
import { bestOf, goldenSection } from "./index.ts";

test("finds the optimum of a parabola, in either sense, in few evaluations", async () => {
  await fc.assert(
    fc.asyncProperty(fc.double({ min: -5, max: 5, noNaN: true }), fc.boolean(), async (x0, up) => {
      const found = await goldenSection((x) => (up ? -1 : 1) * (x - x0) ** 2, [-6, 8], {
        sense: up ? "maximise" : "minimise",
      });
      expect(found.at).toBeCloseTo(x0, 4);
      expect(found.evaluations).toBeLessThan(35);
      expect(found.converged).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("approaches an optimum at an end of the interval", async () => {
  const found = await goldenSection(async (x) => x, [2, 7]);
  expect(found.at - 2).toBeLessThan(1e-5);
  expect(found.parameters).toEqual({ x: found.at });
});

test("says when the evaluations are used up, and refuses an empty interval", async () => {
  const found = await goldenSection((x) => x * x, [-1, 2], { maxSteps: 5, name: "__proto__" });
  expect([found.reason, found.evaluations]).toEqual(["steps used up", 5]);
  expect(Object.entries(found.parameters)).toEqual([["__proto__", found.at]]);
  await expect(goldenSection((x) => x, [2, 2])).rejects.toThrow("E_PARAMETER");
});

test("says where the function is NaN, and carries the best point when it is cancelled", async () => {
  await expect(goldenSection((x) => Math.sqrt(x), [-3, 1])).rejects.toThrow(/E_NONFINITE[\s\S]*"x" = -/);
  const signal = AbortSignal.abort();
  const error = await goldenSection((x) => x, [0, 1], { signal }).catch((e: unknown) => e);
  expect(String(error)).toContain("E_CANCELLED");
  expect(bestOf(error)).toBeUndefined();
});
