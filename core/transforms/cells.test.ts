import { describe, expect, it } from "vitest";
import { linspace } from "../columns/index.ts";
import { builder, type Choice, constant } from "../program/index.ts";
import { cellsFor, roomFor } from "./cells.ts";
import type { Fill, Sink } from "./sink.ts";
import { steps } from "./step.ts";

const edges = linspace(60, 120, 31);
const choice: Choice = { kind: "choice", name: "edge", value: 90, width: 1, unit: undefined, limits: undefined };
const noise = (width: number) => ({ width: constant(width), step: steps.normal });
const normal = (bins: Parameters<typeof cellsFor>[0], width: number) => cellsFor(bins, noise(width));

describe("cells of a histogram", () => {
  it.each([
    ["bins of one size", edges],
    ["bins of several sizes", [60, 61, 62, 63.5, 70, 72, 75, 80, 81, 90, 95, 100, 110, 120]],
  ])("of %s are at most a sixteenth of a width, and reach as far as the noise on either side", (_name, bins) => {
    for (const width of [0.5, 1, 1.3, 40]) {
      const { first, size, count, step, beyond } = normal(bins, width) ?? {
        first: 0,
        size: 0,
        count: 0,
        step: 0,
        beyond: 0,
      };
      expect(step).toBeGreaterThan(0);
      expect(step).toBeLessThanOrEqual(1 / 16);
      expect(size / width).toBeCloseTo(step, 14);
      expect(60 - first - size / 2).toBeGreaterThanOrEqual(8.5 * width);
      expect(first + count * size - 120 - size / 2).toBeGreaterThanOrEqual(8.5 * width);
      expect(step * beyond).toBeGreaterThanOrEqual(8.5);
    }
  });

  it("are whole in bins of one size, also where edges were rounded", () => {
    for (const bins of [edges, linspace(0, 1, 11), linspace(-1e5, 1e5 + 1 / 3, 101)]) {
      const sizeOfBin = (bins[1] ?? 0) - (bins[0] ?? 0);
      const inBin = sizeOfBin / (normal(bins, 1.7 * sizeOfBin)?.size ?? Number.NaN);
      expect(Math.abs(inBin - Math.round(inBin))).toBeLessThan(1e-9);
    }
  });

  it.each<[string, readonly (number | Choice)[], number]>([
    ["an edge that is a choice", [60, choice, 120], 1],
    ["a width of zero", edges, 0],
    ["an infinite width", edges, Number.POSITIVE_INFINITY],
    ["a width that is no number", edges, Number.NaN],
    ["a width of zero and bins of several sizes", [60, 61, 120], 0],
    ["an infinite width and bins of several sizes", [60, 61, 120], Number.POSITIVE_INFINITY],
    ["a width so small that an entry is rarely near an edge", edges, 0.05],
    ["a width much larger than all bins together", edges, 1e4],
    ["more bins than moments are kept for", linspace(0, 1000, 2001), 0.5],
    ["more bins of several sizes than series are kept for", [...linspace(0, 10, 201), 11], 1],
  ])("are not made for %s", (_name, bins, width) => expect(normal(bins, width)).toBeUndefined());

  it("are not made where there is no room for them", () => {
    const count = normal(edges, 1)?.count ?? 0;
    expect(cellsFor(edges, noise(1), count)).toBeDefined();
    expect(cellsFor(edges, noise(1), count - 1)).toBeUndefined();
  });

  it("are not made for a width that a parameter has, nor for other noise", () => {
    const width = builder().input({ kind: "parameter", parameter: choice, part: "width" }, "f64", null);
    expect(cellsFor(edges, { width, step: steps.normal })).toBeUndefined();
    expect(cellsFor(edges, { width: constant(1), step: steps.logistic })).toBeUndefined();
  });
});

describe("the room for cells", () => {
  const b = builder();
  const bins = b.axis("bin", { kind: "fixed", size: 32 }, {});
  const sink: Sink = {
    ...{ kind: "histogram", operator: "histogram", f: undefined, scope: {}, edges, bandwidth: 1 },
    ...{ width: undefined, step: undefined },
  };
  const fillOf = (...parameters: readonly Choice[]): Fill => ({
    sink,
    axis: b.axis("event", { kind: "events" }, {}),
    conditions: [],
    weight: constant(1),
    observed: parameters.map((parameter) => b.input({ kind: "parameter", parameter, part: "value" }, "f64", null)),
    present: constant(true),
    edges: [],
    bins,
  });

  it("is that of one histogram that is quick", () => expect(roomFor(b, fillOf(choice), 1)).toBe(8192));

  it("shrinks with the number of histograms and of parameters, so that all of them take 128 MiB", () => {
    for (const [parameters, count] of [
      [[], 1000],
      [[choice], 1000],
      [[choice, { ...choice, name: "another" }], 500],
    ] as const) {
      const arrays = 2 * (1 + parameters.length) * count;
      expect(roomFor(b, fillOf(...parameters), count) * arrays * 8 * Float64Array.BYTES_PER_ELEMENT).toBeCloseTo(
        2 ** 27,
        3,
      );
    }
  });
});
