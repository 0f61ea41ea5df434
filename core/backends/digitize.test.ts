import { describe, expect, it } from "vitest";
import { linspace } from "../columns/index.ts";
import { digitize } from "./digitize.ts";

const slowly = (edges: readonly number[], x: number): number => edges.filter((edge) => edge <= x).length;

describe("digitize", () => {
  it.each([
    [-1, 0],
    [0, 1],
    [0.999, 1],
    [1, 2],
    [3.9, 2],
    [4, 3],
    [9, 4],
    [1e300, 4],
    [Number.POSITIVE_INFINITY, 4],
    [Number.NEGATIVE_INFINITY, 0],
    [Number.NaN, -1],
    [-0, 1],
  ])("puts %d into bin %i of uneven edges", (x, bin) => {
    expect(digitize([0, 1, 4, 9], x)).toBe(bin);
  });

  it.each([
    ["even", linspace(-0.3, 0.7, 11)],
    ["even, of a third", linspace(0, 1, 4)],
    ["wide and narrow", [-1e6, -1, -1e-9, 0, 1e-9, 3, 1e12]],
    ["two", [5, 5.000000000000001]],
  ])("agrees with counting at and beside each of %s edges", (_what, edges) => {
    for (const edge of edges)
      for (const x of [edge, edge * (1 + 2 ** -52), edge * (1 - 2 ** -52), edge + 1e-3, edge - 1e-3])
        expect(digitize(edges, x)).toBe(slowly(edges, x));
  });
});
