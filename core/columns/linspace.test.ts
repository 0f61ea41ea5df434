import { describe, expect, it } from "vitest";
import { linspace } from "./linspace.ts";

describe("linspace", () => {
  it.each([
    [60, 120, 4, [60, 80, 100, 120]],
    [0, 1, 2, [0, 1]],
    [1, -1, 3, [1, 0, -1]],
    [5, 5, 2, [5, 5]],
  ])("from %d to %d has %d numbers", (first, last, count, numbers) => {
    expect(linspace(first, last, count)).toEqual(numbers);
  });

  it("ends exactly where it is told to", () => {
    expect(linspace(0, 0.3, 8).at(-1)).toBe(0.3);
    expect(linspace(-0.1, 0.7, 12).at(0)).toBe(-0.1);
  });

  it.each([1, 0, -3, 2.5, Number.NaN])("refuses %d numbers", (count) => {
    expect(() => linspace(0, 1, count)).toThrow(/^E_SHAPE/);
  });

  it.each([
    [Number.NaN, 1],
    [0, Number.POSITIVE_INFINITY],
  ])("refuses the ends %d and %d", (first, last) => {
    expect(() => linspace(first, last, 3)).toThrow(/^E_NONFINITE/);
  });
});
