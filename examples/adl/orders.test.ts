import { parquet } from "jagrad/adapters/duckdb";
import {
  argmax,
  argmin,
  type Choice,
  combinations,
  explain,
  gradient,
  type Held,
  hold,
  isJagradError,
  parameter,
} from "jagrad/core";
import { objective } from "jagrad/ops";
import { filter, histogram, map } from "jagrad/ops/diff";
import { invariantMass } from "jagrad/plugins/kinematics";
import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";
import type { Collision } from "./collision.ts";
import { lightLeptons } from "./light-leptons.ts";

const path = sharedData("data/adl/Run2012B_SingleMu-restructured-1000.parquet");
const events = parquet<Collision>(path ?? "");
const edges = [0, 20, 40, 60, 80, 100, 200];

const top = parameter("mass of the top", 172.5, { unit: "GeV", width: 5 });
const scale = parameter("muon pt scale", 1, { width: 0.01 });

/** Queries 6 and 8 with other choices: those that decide which item is taken. */
const ordered = {
  "the trijet nearest to a mass to choose, by argmin": (top: Choice | Held, _scale: Choice | Held) =>
    events.pipe(
      filter((ev) => ev.Jet.length >= 3),
      map(
        ({ Jet }, { argmin, combinations, invariantMass, top }) => {
          const trijets = combinations(Jet, 3);
          const [a, b, c] = trijets.at(argmin(trijets, (jets) => Math.abs(invariantMass(jets) - top)));
          return { x: Math.max(a.btag, b.btag, c.btag) };
        },
        { argmin, combinations, invariantMass, top },
      ),
      histogram((ev) => ev.x, { edges }),
    ),
  "the trijet nearest to a mass to choose, by an order": (top: Choice | Held) =>
    events.pipe(
      filter((ev) => ev.Jet.length >= 3),
      map(
        ({ Jet }, { combinations, invariantMass, top }) => ({
          nearest: combinations(Jet, 3)
            .map((jets) => ({ btag: jets[0].btag, distance: Math.abs(invariantMass(jets) - top) }))
            .toSorted((a, b) => a.distance - b.distance),
        }),
        { combinations, invariantMass, top },
      ),
      histogram((ev) => ev.nearest[0].btag, { edges }),
    ),
  "the hardest lepton, with a scale of the muons to choose": (_top: Choice | Held, scale: Choice | Held) =>
    events.pipe(
      map(
        (ev, { argmax, lightLeptons, scale }) => {
          const leptons = lightLeptons(ev).map(({ pt, phi, isMuon }) => ({ pt: isMuon ? scale * pt : pt, phi }));
          return { x: leptons.at(argmax(leptons, ({ pt }) => pt)).phi };
        },
        { argmax, lightLeptons, scale },
      ),
      histogram((ev) => ev.x, { edges }),
    ),
} as const;

describe.skipIf(!path)("a choice that decides which item is taken, and does no more", () => {
  it.each(Object.entries(ordered))("%s: is an order that stays hard", async (_what, stream) => {
    const [free, held] = await Promise.all([
      lastValueFrom(stream(top, scale)),
      lastValueFrom(stream(hold(top), hold(scale))),
    ]);
    expect(free.entries).toBeGreaterThan(200);
    expect(free.values).toEqual(held.values);
    expect(String(await explain(stream(top, scale)))).toMatch(/hard order, though .* may change it/);
  });

  it.each(Object.entries(ordered))("%s: has no derivative by it", async (what, stream) => {
    const choice = what.includes("scale") ? { scale } : { top };
    const moment = stream(top, scale).pipe(objective((h) => h.values.reduce((s, n, k) => s + n * k, 0)));
    const error = await gradient(moment, choice).catch((reason: unknown) => reason);
    expect(isJagradError(error) && error.code).toBe("E_FLAT");
    expect(isJagradError(error) && error.cure).toContain("{ noise: width }");
  });
});
