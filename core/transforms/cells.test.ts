import { describe, expect, it } from "vitest";
import { linspace } from "../columns/index.ts";
import { builder, type Choice, constant } from "../program/index.ts";
import { cellsFor } from "./cells.ts";
import { steps } from "./step.ts";

const edges = linspace(60, 120, 31);
const choice: Choice = { kind: "choice", name: "edge", value: 90, width: 1, unit: undefined, limits: undefined };
const normal = (bins: Parameters<typeof cellsFor>[0], width: number) => cellsFor(bins, constant(width), steps.normal);

describe("cells of a histogram", () => {
  it("are at most a sixteenth of a width, whole in each bin, and reach as far as the noise", () => {
    for (const width of [0.5, 1, 1.3, 40]) {
      const cells = normal(edges, width);
      expect(cells?.step).toBeLessThanOrEqual(1 / 16);
      expect((cells?.step ?? 0) * (cells?.perBin ?? 0)).toBeCloseTo(2 / width, 14);
      expect((cells?.step ?? 0) * (cells?.beyond ?? 0)).toBeGreaterThanOrEqual(8.5);
    }
  });

  it.each<[string, readonly (number | Choice)[], number]>([
    ["bins of several sizes", [60, 61, 63], 1],
    ["an edge that is a choice", [60, choice, 120], 1],
    ["bins that are almost of one size", [60, 62, 64.000000000001], 1],
    ["a width of zero", edges, 0],
    ["an infinite width", edges, Number.POSITIVE_INFINITY],
    ["a width that is no number", edges, Number.NaN],
    ["a width so small that an entry is rarely near an edge", edges, 0.05],
    ["a width much larger than all bins together", edges, 1e4],
    ["more bins than moments are kept for", linspace(0, 1000, 2001), 0.5],
  ])("are not made for %s", (_name, bins, width) => expect(normal(bins, width)).toBeUndefined());

  it("are made for edges that were rounded", () => {
    expect(normal(linspace(0, 1, 11), 0.1)).toBeDefined();
    expect(normal(linspace(-1e5, 1e5 + 1 / 3, 101), 3000)).toBeDefined();
  });

  it("are not made for a width that a parameter has, nor for other noise", () => {
    const width = builder().input({ kind: "parameter", parameter: choice, part: "width" }, "f64", null);
    expect(cellsFor(edges, width, steps.normal)).toBeUndefined();
    expect(cellsFor(edges, constant(1), steps.logistic)).toBeUndefined();
  });
});
