import { expect, test } from "vitest";
import { gradientDescent, type Objective } from "./index.ts";

const start = [{ name: "cut", value: 0, width: 1 }];

/** The optimum moves with the width: 3 for narrow widths. */
const smeared =
  (factors: number[]): Objective =>
  async ({ cut = 0 }, { widthFactor }) => {
    factors.push(widthFactor);
    return { value: (cut - 3 - widthFactor) ** 2, gradient: { cut: 2 * (cut - 3 - widthFactor) } };
  };

test("width factors fall in equal ratios and stay at the last one until the search converges", async () => {
  const factors: number[] = [];
  const found = await gradientDescent(smeared(factors), start, { anneal: { from: 4, to: 0.25, steps: 5 } });
  expect(factors.slice(0, 6)).toEqual([4, 2, 1, 0.5, 0.25, 0.25]);
  expect(found.converged).toBe(true);
  expect(found.parameters.cut).toBeCloseTo(3.25, 2);
  expect(found.history.at(-1)?.widthFactor).toBe(0.25);
});

test("annealing stops before the factor that would reach the floor, and asks no more", async () => {
  const asked: [number, number | undefined][] = [];
  const found = await gradientDescent(smeared([]), start, {
    anneal: {
      from: 4,
      to: 0.25,
      steps: 5,
      floorReached: async (factor, at) => {
        asked.push([factor, at.cut]);
        return factor < 1;
      },
    },
  });
  expect(asked.map(([factor]) => factor)).toEqual([2, 1, 0.5]);
  expect(asked[0]?.[1]).toBeGreaterThan(0);
  expect(found.history.at(-1)?.widthFactor).toBe(1);
  expect(found.parameters.cut).toBeCloseTo(4, 2);
});

test("the best point is one of the last width factor, for values at other factors cannot be compared", async () => {
  const flattering: Objective = async ({ cut = 0 }, { widthFactor }) => ({
    value: (cut - 3) ** 2 - 100 * widthFactor,
    gradient: { cut: 2 * (cut - 3) },
  });
  const found = await gradientDescent(flattering, start, { anneal: { from: 10, to: 1, steps: 20 } });
  expect(found.parameters.cut).toBeCloseTo(3, 2);
  expect(found.value).toBeCloseTo(-100, 3);
});

test("without annealing the factor is one; factors that are not positive are refused", async () => {
  const factors: number[] = [];
  await gradientDescent(smeared(factors), start);
  expect(new Set(factors)).toEqual(new Set([1]));
  await expect(gradientDescent(smeared([]), start, { anneal: { from: 1, to: 0 } })).rejects.toThrow("E_PARAMETER");
});
