import { parquet } from "jagrad/adapters/duckdb";
import { argmax, argmin, type Choice, combinations, type Held, hold, isJagradError, parameter } from "jagrad/core";
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

describe.skipIf(!path)("a choice that decides which item is taken has no relaxed meaning yet", () => {
  it.each(Object.entries(ordered))("%s", async (_what, stream) => {
    const error = await lastValueFrom(stream(top, scale)).catch((reason: unknown) => reason);
    expect(isJagradError(error) && error.code).toBe("E_SOFT");
    expect(isJagradError(error) && error.cure).toContain("hold(p)");
  });

  it.each(Object.entries(ordered))("%s: held, it is filled", async (_what, stream) => {
    expect((await lastValueFrom(stream(hold(top), hold(scale)))).entries).toBeGreaterThan(200);
  });
});
