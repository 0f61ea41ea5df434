import { describe, expect, it } from "vitest";
import { linspace } from "../columns/index.ts";
import { builder, type Choice, constant } from "../program/index.ts";
import { cellsFor, roomFor } from "./cells.ts";
import type { Fill, Sink } from "./sink.ts";
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

  it("are not made where there is no room for them", () => {
    const cells = (room: number) => cellsFor(edges, constant(1), steps.normal, room);
    expect(cells(30 * 32 + 2 * 136)).toBeDefined();
    expect(cells(30 * 32 + 2 * 136 - 1)).toBeUndefined();
  });

  it("are not made for a width that a parameter has, nor for other noise", () => {
    const width = builder().input({ kind: "parameter", parameter: choice, part: "width" }, "f64", null);
    expect(cellsFor(edges, width, steps.normal)).toBeUndefined();
    expect(cellsFor(edges, constant(1), steps.logistic)).toBeUndefined();
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
