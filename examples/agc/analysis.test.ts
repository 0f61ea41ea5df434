import { gradient, normal, normalCdf, normalPdf } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { beforeAll, describe, expect, it, vi } from "vitest";
import { randomFrom } from "../dimuon/random.ts";
import type { Collision, Jet } from "./collision.ts";
import { estimators } from "./estimators.ts";
import { integral } from "./fit-bins.ts";
import { processOf } from "./process.ts";
import { sample } from "./sample.ts";
import { simulated } from "./simulated.ts";
import { drawKey, skim } from "./skim.ts";
import { calibration, edges, type Templates, templates } from "./templates.ts";

vi.setConfig({ testTimeout: 30_000, hookTimeout: 30_000 });

const size = 1500;
const seed = 5;

const made: readonly Collision[] = (() => {
  const random = randomFrom(seed);
  const all = Array.from({ length: size }, (_, k) => simulated("ttbar", k, random));
  const single = ({ pt, eta, phi, mass, ...rest }: Jet): Jet => ({
    ...rest,
    pt: Math.fround(pt),
    eta: Math.fround(eta),
    phi: Math.fround(phi),
    mass: Math.fround(mass),
  });
  return all.map((event) => ({ ...event, Jet: event.Jet.map(single) }));
})();

const hasOneLepton = ({ Electron, Muon }: Collision): boolean => {
  let n = 0;
  for (const e of Electron) if (e.pt > 30 && Math.abs(e.eta) < 2.1 && e.cutBased === 4 && e.sip3d < 4) n++;
  for (const m of Muon)
    if (m.pt > 30 && Math.abs(m.eta) < 2.1 && m.tightId && m.sip3d < 4 && m.pfRelIso04_all < 0.15) n++;
  return n === 1;
};

/** Jets in the tracker: bit 4 of jetId is set. */
const inTracker = ({ Jet }: Collision): readonly Jet[] =>
  Jet.filter((j) => Math.abs(j.eta) < 2.4 && (j.jetId & 4) !== 0);

const isTagged = (j: Jet): boolean => j.btagCSVV2 > 0.5;

/** Momentum, energy, and from them the mass: no formula of the analysis. */
const massAndPt = (jets: readonly Jet[]): readonly [number, number] => {
  let [x, y, z, e] = [0, 0, 0, 0];
  for (const { pt, eta, phi, mass } of jets) {
    x += pt * Math.cos(phi);
    y += pt * Math.sin(phi);
    z += pt * Math.sinh(eta);
    e += Math.sqrt((pt * Math.cosh(eta)) ** 2 + mass ** 2);
  }
  return [Math.sqrt(e * e - x * x - y * y - z * z), Math.hypot(x, y)];
};

const trijet = (jets: readonly Jet[]): number => {
  let [mass, largest] = [Number.NaN, -1];
  for (const [i, a] of jets.entries())
    for (const [j, b] of jets.entries())
      for (const [k, c] of jets.entries()) {
        if (i >= j || j >= k || ![a, b, c].some(isTagged)) continue;
        const [m, pt] = massAndPt([a, b, c]);
        if (pt > largest) [mass, largest] = [m, pt];
      }
  return mass;
};

interface Entry {
  readonly region: "4j1b" | "4j2b";
  readonly x: number;
  readonly jets: readonly Jet[];
}

/** The region that jets of an event are in. */
const entryOf = (jets: readonly Jet[]): readonly Entry[] => {
  const tags = jets.filter(isTagged).length;
  if (jets.length < 4 || tags < 1) return [];
  return tags === 1
    ? [{ region: "4j1b", x: jets.reduce((s, j) => s + j.pt, 0), jets }]
    : [{ region: "4j2b", x: trijet(jets), jets }];
};

const jetsAt = (event: Collision, scale: number, smear = 0): readonly Jet[] => {
  const moved = (j: Jet, i: number): Jet => ({
    ...j,
    pt: j.pt * scale * (1 + smear * normal(drawKey, event.event, i)),
  });
  return inTracker({ ...event, Jet: event.Jet.map(moved) });
};

/** The analysis as loops. */
const byHand = (scale = 1, smear = 0): readonly Entry[] =>
  made.filter(hasOneLepton).flatMap((event) => entryOf(jetsAt(event, scale, smear).filter((j) => j.pt > 30)));

/** The sum of a value over all events and over all that their jets may do, where each passes the cut by chance. */
const expectation = (scale: number, cut: number, value: (entry: Entry) => number): number => {
  const ways = (jets: readonly Jet[], kept: readonly Jet[], p: number): number => {
    const [jet, ...rest] = jets;
    if (!jet) return entryOf(kept).reduce((sum, entry) => sum + p * value(entry), 0);
    const pass = normalCdf(jet.pt - cut);
    return (
      (pass > 1e-9 ? ways(rest, [...kept, jet], p * pass) : 0) +
      (pass < 1 - 1e-9 ? ways(rest, kept, p * (1 - pass)) : 0)
    );
  };
  return made.filter(hasOneLepton).reduce((sum, event) => sum + ways(jetsAt(event, scale), [], 1), 0);
};

const binned = (xs: readonly number[]): readonly number[] =>
  edges.slice(1).map((high, k) => xs.filter((x) => x >= (edges[k] ?? 0) && x < high).length);

const events = skim(sample("ttbar", size, seed));
const regions = ["4j1b", "4j2b"] as const;

/** Each event has weight 1. */
const shared = lastValueFrom(templates(hard, processOf("ttbar", events, 729.84 * 3378)));

describe.each(regions)("region %s of simulated events", (region) => {
  let all: Templates;
  const entries = (scale?: number, smear?: number) => byHand(scale, smear).filter((entry) => entry.region === region);

  beforeAll(async () => {
    all = await shared;
  });

  it("is what loops find, bin for bin, at each scale and resolution of jets", () => {
    const { nominal, up, down } = all[region];
    expect(entries().length).toBeGreaterThan(30);
    for (const [histogram, scale, smear] of [
      [nominal, 1, 0],
      [up["jet energy scale"], 1.03, 0],
      [down["jet energy scale"], 0.97, 0],
      [up["jet energy resolution"], 1, 0.05],
      [down["jet energy resolution"], 1, -0.05],
    ] as const)
      expect([...histogram.values].map(Math.round)).toEqual(binned(entries(scale, smear).map(({ x }) => x)));
  });

  it("is weighted by the pt of the k-th jet", () => {
    const { up, down } = all[region];
    for (const k of [0, 1, 2, 3] as const) {
      const shift = entries().reduce((sum, { jets }) => sum + 0.075 * ((jets[k]?.pt ?? 0) / 50), 0);
      expect(integral(up[`b-tag ${k}`])).toBeCloseTo(entries().length + shift, 6);
      expect(integral(down[`b-tag ${k}`])).toBeCloseTo(entries().length - shift, 6);
    }
  });

  it("grows with the luminosity, and not with the scale of another process", () => {
    const { up, down } = all[region];
    const n = entries().length;
    expect(integral(up.luminosity) / n).toBeCloseTo(1.03, 12);
    expect(integral(down.luminosity) / n).toBeCloseTo(0.97, 12);
    expect(integral(up["W+jets scale"]) / n).toBeCloseTo(1, 12);
  });
});

it("W+jets has its scale, and draws that are the same each time", async () => {
  const found = async () => {
    const process = processOf("wjets", skim(sample("wjets", 2000, seed)), 2000);
    return (await lastValueFrom(templates(hard, process)))["4j1b"];
  };
  const { nominal, up, down } = await found();
  expect(nominal.entries).toBeGreaterThan(0);
  expect(integral(nominal)).toBeCloseTo((nominal.entries * 15487.164 * 3378) / 2000, 3);
  expect(integral(up["W+jets scale"]) / integral(nominal)).toBeCloseTo(1.025, 12);
  expect(integral(down["W+jets scale"]) / integral(nominal)).toBeCloseTo(0.975, 12);
  expect((await found()).up["jet energy resolution"].values).toEqual(up["jet energy resolution"].values);
});

describe("estimators", () => {
  const { "fixed selection": fixed, "fourth jet": fourth, smooth } = estimators;

  it("at fixed selection keep every event; HT grows with the scale, for it is proportional to it", async () => {
    const yields = fixed.yields(events);
    const n = yields.pipe(diff.objective((found) => found["4j1b events"].value));
    const ht = yields.pipe(diff.objective((found) => found["4j1b sum"].value));
    const total = byHand().reduce((sum, { region, x }) => (region === "4j1b" ? sum + x : sum), 0);
    expect(await gradient(n, fixed.parameters)).toEqual({ scale: 0 });
    expect((await gradient(ht, { scale: calibration.scale })).scale).toBeCloseTo(total, 6);
  });

  it("of the fourth jet weigh each event with the probability that this jet passes", async () => {
    const width = 1;
    const yields = fourth.yields(events);
    const expected = made.filter(hasOneLepton).flatMap((event) => {
      const jets = inTracker(event);
      const { pt } = jets.toSorted((a, b) => b.pt - a.pt)[3] ?? { pt: Number.NaN };
      const tags = jets.filter((j) => isTagged(j) && j.pt > 30).length;
      return tags === 1 && pt > 0
        ? [{ p: normalCdf((pt - 30) / width), slope: normalPdf((pt - 30) / width) / width, pt }]
        : [];
    });
    const n = yields.pipe(diff.objective((found) => found["4j1b events"].value));
    const { scale, cut } = (await gradient(n, fourth.parameters)) as { readonly scale: number; readonly cut: number };
    expect((await lastValueFrom(n)).value).toBeCloseTo(
      expected.reduce((sum, { p }) => sum + p, 0),
      6,
    );
    expect(cut).toBeCloseTo(-expected.reduce((sum, { slope }) => sum + slope, 0), 6);
    expect(scale).toBeCloseTo(
      expected.reduce((sum, { slope, pt }) => sum + slope * pt, 0),
      5,
    );
  });

  describe("that are smooth", () => {
    const yields = smooth.yields(events);
    const step = 1e-4;

    it.each([
      ["4j1b events", "4j1b", () => 1],
      ["4j2b events", "4j2b", () => 1],
      ["4j1b sum", "4j1b", ({ x }: Entry) => x],
      ["4j2b sum", "4j2b", ({ x }: Entry) => x],
    ] as const)("have %s of all that jets near the cut may do, and its slopes", async (name, region, value) => {
      const total = yields.pipe(diff.objective((found, { name }) => found[name].value, { name }));
      const { scale = Number.NaN, cut = Number.NaN } = await gradient(total, smooth.parameters);
      const expected = (scale: number, cut: number) =>
        expectation(scale, cut, (e) => (e.region === region ? value(e) : 0));
      const slope = (s: number, c: number) =>
        (expected(1 + s * step, 30 + c * step) - expected(1 - s * step, 30 - c * step)) / (2 * step);
      expect((await lastValueFrom(total)).value / expected(1, 30)).toBeCloseTo(1, 4);
      expect(scale / slope(1, 0)).toBeCloseTo(1, 3);
      expect(cut / slope(0, 1)).toBeCloseTo(1, 3);
    });
  });
});
