import { describe, expect, it } from "vitest";
import { gradient, nuisance, parameter, valueAndGradient, variation } from "../core/index.ts";
import * as diff from "./diff.ts";
import { eventsOf } from "./events-of.ts";
import * as hard from "./hard.ts";

interface Event {
  jet: { pt: number }[];
  x: number;
}
const rows: readonly Event[] = Array.from({ length: 400 }, (_, i) => ({
  x: ((i * 61) % 400) / 4,
  jet: Array.from({ length: i % 4 }, (_, k) => ({ pt: 15 + ((i * 17 + k * 31) % 60) })),
}));
const cut = parameter("cut", 30, { width: 4 });
const scale = nuisance("scale", 1.02, { sigma: 0.05 });

/** A sum of scaled momenta above a cut: the scale moves the values and what passes, the cut only what passes. */
const sumOf = ({ filter, sum }: typeof hard) =>
  eventsOf(rows, 90).pipe(
    filter((ev, { scale, cut }) => ev.x * scale > cut, { scale, cut }),
    sum((ev, { scale }) => ev.x * scale, { scale }),
  );

const hardAt = (scale: number, cut: number): number =>
  rows.reduce((s, { x }) => (x * scale > cut ? s + x * scale : s), 0);

describe("estimators", () => {
  it("fixed-selection is the derivative while nothing crosses the cut, of the hard value", async () => {
    for (const mode of ["forward", "reverse"] as const) {
      const { value, gradient: slopes } = await valueAndGradient(
        sumOf(diff),
        { cut, scale },
        { estimator: "fixed-selection", mode },
      );
      expect(value).toBeCloseTo(hardAt(1.02, 30), 8);
      expect(slopes.cut).toBe(0);
      expect(slopes.scale).toBeCloseTo(hardAt(1.02, 30) / 1.02, 8);
    }
  });

  it("exact-forward is the hard value with the smooth derivative", async () => {
    const smooth = await gradient(sumOf(diff), { cut });
    const { value, gradient: slopes } = await valueAndGradient(sumOf(diff), { cut }, { estimator: "exact-forward" });
    expect(value).toBeCloseTo(hardAt(1.02, 30), 8);
    expect(slopes).toEqual(smooth);
    expect(Math.abs(smooth.cut)).toBeGreaterThan(10);
  });

  it("variation is the hard analysis at shifted values, weighted", async () => {
    const found = await variation(sumOf(diff), { cut, scale });
    expect(found.cut.value).toBeCloseTo((hardAt(1.02, 34) + hardAt(1.02, 26)) / 2, 7);
    expect(found.cut.slope).toBeCloseTo((hardAt(1.02, 34) - hardAt(1.02, 26)) / 8, 7);
    expect(found.scale.slope).toBeCloseTo((hardAt(1.07, 30) - hardAt(0.97, 30)) / 0.1, 6);
  });

  it("variation covers what is not relaxed, and tends to the derivative of the expectation", async () => {
    const ordered = eventsOf(rows, 90).pipe(
      diff.sum((ev, { cut }) => ev.jet.toSorted((a, b) => Math.abs(a.pt - cut) - Math.abs(b.pt - cut))[0].pt, { cut }),
    );
    await expect(gradient(ordered, { cut })).rejects.toMatchObject({ code: "E_FLAT" });
    const { cut: found } = await variation(ordered, { cut }, { nodes: 3 });
    const at = (c: number): number =>
      rows.reduce((s, { jet }) => s + (jet.toSorted((a, b) => Math.abs(a.pt - c) - Math.abs(b.pt - c))[0]?.pt ?? 0), 0);
    const [far, odds] = [4 * Math.sqrt(3), 1 / 6];
    expect(found.value).toBeCloseTo((2 / 3) * at(30) + odds * (at(30 + far) + at(30 - far)), 7);
    expect(found.slope).toBeCloseTo((odds * Math.sqrt(3) * (at(30 + far) - at(30 - far))) / 4, 7);
  });

  it("are refused where they have no meaning", async () => {
    await expect(gradient(sumOf(hard), { cut }, { estimator: "exact-forward" })).rejects.toMatchObject({
      code: "E_HARD",
    });
    await expect(gradient(sumOf(diff), { cut }, { estimator: "guess" as never })).rejects.toMatchObject({
      code: "E_PARAMETER",
    });
    await expect(variation(sumOf(diff), { bare: parameter("bare", 1) })).rejects.toMatchObject({ code: "E_WIDTH" });
    await expect(variation(sumOf(diff), { cut }, { nodes: 1 })).rejects.toMatchObject({ code: "E_LIMIT" });
  });
});
