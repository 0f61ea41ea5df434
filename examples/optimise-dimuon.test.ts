import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquet } from "jagrad/adapters/duckdb";
import { bindingsOf, lastOf, type Scalar } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { halves } from "./dimuon/analysis.ts";
import { type Calibration, calibrate } from "./dimuon/calibration.ts";
import { truth } from "./dimuon/events.ts";
import { judge } from "./dimuon/judge.ts";
import type { Collision } from "./dimuon/pairs.ts";
import { progressOn } from "./dimuon/progress.ts";
import { makeSample, type Sample } from "./dimuon/sample.ts";
import { type Study, study } from "./dimuon/study.ts";
import { resonance } from "./optimise-dimuon.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe("a sample of 40 000 signal and 40 000 background events", () => {
  let folder: string;
  let sample: Sample;
  let calibration: Calibration;
  let found: Study;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "jagrad-dimuon-"));
    sample = await makeSample({ events: 40_000, seed: 3, folder });
    calibration = await calibrate(parquet<Collision>(sample.background, { fold: halves.even }));
    found = await study(resonance(sample, calibration, ["cut", "window"]), progressOn(process.stderr, false));
  });

  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("gives back its momentum scale", () => {
    const { scale, resolution } = calibration;
    expect(Math.abs(scale.value - 1 / truth.scale) / scale.sigma).toBeLessThan(3);
    expect(scale.sigma).toBeLessThan(0.001);
    expect(resolution).toBeCloseTo((truth.resolution * 91.2) / Math.SQRT2, 0);
  });

  it("has one optimum, reached from both sides", () => {
    const [a, b] = Object.values(found.searches);
    expect(b?.value).toBeCloseTo(a?.value ?? Number.NaN, 3);
    const { parameters } = resonance(sample, calibration, ["cut", "window"]);
    for (const [name, { width = 0 }] of Object.entries(parameters))
      expect(Math.abs((a?.at[name] ?? 0) - (b?.at[name] ?? 0)), name).toBeLessThan(0.5 * width);
  });

  it("becomes more significant in the hard analysis of events that were not used", () => {
    const { before, after } = found.judged;
    expect(after.significance).toBeGreaterThan(1.3 * before.significance);
    expect(after.background).toBeLessThan(before.background);
  });

  it("has its optimum where the hard scan has it", () => {
    const best = Math.max(...found.tuned.scan.map(({ significance }) => significance));
    expect(found.tuned.atBest.significance).toBeGreaterThan(0.95 * best);
  });

  it("has derivatives that differences confirm, and predictions that the hard analysis confirms", () => {
    expect(found.gradientCheck.maxRelativeError).toBeLessThan(1e-6);
    for (const [name, { objective }] of Object.entries(found.diagnosis.parameters))
      expect(Math.abs(objective?.pull ?? Number.NaN), name).toBeLessThan(3);
  });

  it("does not feel the window and the scale multiplied by one number: the direction that is refused", async () => {
    const { parameters, regions, figure } = resonance(sample, calibration, ["window", "scale"]);
    const { "window low": low, "window high": high, "muon momentum scale": scale } = parameters;
    if (!low || !high || !scale) throw new Error("a parameter is missing");
    const figureAt = async (factor: number): Promise<number> => {
      const at = { [low.name]: 74 * factor, [high.name]: 76.5 * factor, [scale.name]: scale.value * factor };
      return (await lastOf<Scalar>(regions(diff, "even").pipe(figure), bindingsOf(parameters, { at, widthFactor: 0 })))
        .value;
    };
    expect(await figureAt(1.01)).toBeCloseTo(await figureAt(1), 9);
  });

  it("can be judged at any point", async () => {
    const analysis = resonance(sample, calibration, ["cut"]);
    const loose = await judge(analysis, "odd", { "muon pt cut": 6 });
    const tight = await judge(analysis, "odd", { "muon pt cut": 30 });
    expect(tight.signal).toBeLessThan(loose.signal);
    expect(tight.background).toBeLessThan(loose.background);
  });
});
