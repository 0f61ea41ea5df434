import { describe, expect, it } from "vitest";
import { algorithms, small } from "./algorithms/algorithms.ts";
import { along, directions } from "./algorithms/along.ts";
import { workloadOf } from "./algorithms/contestants.ts";
import { byDifferences, curvature, flat, refilled } from "./algorithms/differences.ts";
import { checkContestant, isAbsent } from "./workloads/contest.ts";

describe("what is timed of whole algorithms", () => {
  it.each(small)("$name with few numbers: what comes out is what differences say", async (algorithm) => {
    const { expected, lanes } = workloadOf(algorithm).contest(1);
    const [own] = await lanes();
    if (!own || isAbsent(own)) throw new Error("this library is absent");
    await checkContestant(own, expected(1));
  });

  it("has a name of its own each", () => {
    const names = algorithms.map(({ name }) => name);
    expect(new Set(names).size).toBe(names.length);
  });
});

describe("differences", () => {
  const cubic = ([x = 0, y = 0]: readonly number[]) => x ** 3 + 2 * x * y;

  it("are those of a polynomial", () => {
    const [a, b] = directions(2);
    const [value, first = 0, second = 0] = byDifferences(cubic, [2, 3], 1e-2);
    const exact = ([u = 0, v = 0]: readonly number[]) => (3 * 4 + 2 * 3) * u + 2 * 2 * v;
    expect(value).toBe(20);
    expect(first).toBeCloseTo(exact(a), 10);
    expect(second).toBeCloseTo(exact(b), 10);
    expect(along([18, 4])).toEqual([exact(a), exact(b)]);
  });

  it("of second order are those of a polynomial, along the first direction", () => {
    const [[u = 0, v = 0]] = directions(2);
    const [value, second = 0] = curvature(cubic, [2, 3], 1e-2);
    expect(value).toBe(20);
    expect(second).toBeCloseTo(12 * u * u + 4 * u * v, 6);
  });
});

it("nested numbers are taken apart, and put together again", () => {
  const nested = { a: [[1, 2], [3]], b: 4 };
  expect(flat(nested)).toEqual([1, 2, 3, 4]);
  expect(refilled(nested, [5, 6, 7, 8])).toEqual({ a: [[5, 6], [7]], b: 8 });
});
