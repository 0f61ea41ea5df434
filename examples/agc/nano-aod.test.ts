import { readFileSync, truncateSync } from "node:fs";
import { copyFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parquet, parquetFile, rowsFrom, sql } from "jagrad/adapters/duckdb";
import { gradient, type Histogram, isJagradError } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";
import { diagnose } from "jagrad/plugins/diagnose";
import { lastValueFrom } from "rxjs";
import { afterAll, describe, expect, it, vi } from "vitest";
import { inCi, sharedData } from "../../property-tests/shared-data.ts";
import type { Collision } from "./collision.ts";
import { convert } from "./convert.ts";
import { estimators } from "./estimators.ts";
import { fitBins, integral } from "./fit-bins.ts";
import { processOf } from "./process.ts";
import { skim } from "./skim.ts";
import { templates } from "./templates.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

const root = sharedData("data/agc/NanoAODv5_sample.root");
const golden = sharedData("data/agc/NanoAODv5_sample.agc-golden-js.json");
const folder = await mkdtemp(join(tmpdir(), "jagrad-agc-"));
afterAll(() => rm(folder, { recursive: true, force: true }));
const file = join(folder, "events.parquet");

/** Converts the file; without a network there may be no reader, and then the tests are skipped and say so. */
const converted = async (): Promise<boolean> => {
  if (!root || !golden) return false;
  try {
    await convert(root, file);
    return true;
  } catch (error) {
    if (!isJagradError(error) || error.code !== "E_UPSTREAM") throw error;
    console.warn(`skipped: ${error.message}`);
    return false;
  }
};

const isThere = await converted();

interface Region {
  readonly n: number;
  readonly sum: number;
  readonly counts_with_flow: readonly number[];
}

type Regions = Readonly<Record<"4j1b" | "4j2b", Region>>;

interface Golden {
  readonly nominal: Regions;
  readonly pt_scale_up: Regions;
  readonly pt_scale_down: Regions;
}

const counts = ({ underflow, values, overflow }: Histogram): readonly number[] =>
  [underflow, ...values, overflow].map((x) => Number(x.toFixed(9)));

describe.skipIf(!isThere)("a NanoAOD file of 1000 events", () => {
  const text = golden === undefined ? "{}" : readFileSync(golden, "utf8");
  const expected: Golden = JSON.parse(text);
  const events = skim(parquet<Collision>(file));
  /** Each event has weight 1. */
  const filled = (async () =>
    isThere ? lastValueFrom(templates(hard, processOf("ttbar", events, 729.84 * 3378))) : undefined)();

  it("is converted with every jet and lepton", async () => {
    const [totals] = await rowsFrom(
      sql`select count(*) as events, sum(len(Jet)) as jets, sum(len(Electron)) as electrons, sum(len(Muon)) as muons,
        max(len(Jet)) as most from ${parquetFile(file)}`,
    );
    expect(totals).toEqual({ events: 1000n, jets: 9020, electrons: 1099, muons: 878, most: 21n });
    const ids = await rowsFrom(
      sql`select j.jetId as id, count(*) as n from (select unnest(Jet) as j from ${parquetFile(file)}) group by 1 order by 1`,
    );
    expect(ids).toEqual([
      { id: 0, n: 200n },
      { id: 2, n: 130n },
      { id: 6, n: 8690n },
    ]);
  });

  it.each(["4j1b", "4j2b"] as const)(
    "has the published numbers in %s, bin for bin, at three jet scales",
    async (region) => {
      const found = (await filled)?.[region];
      expect(found && counts(found.nominal)).toEqual(expected.nominal[region].counts_with_flow);
      expect(found && counts(found.up["jet energy scale"])).toEqual(expected.pt_scale_up[region].counts_with_flow);
      expect(found && counts(found.down["jet energy scale"])).toEqual(expected.pt_scale_down[region].counts_with_flow);
      expect(found?.nominal.entries).toBe({ "4j1b": 35, "4j2b": 73 }[region]);
      expect(found?.nominal.skipped).toBe(0);
    },
  );

  it("has the published bins of the fit and sums of weights", async () => {
    const found = await filled;
    if (!found) throw new Error("no templates");
    expect(fitBins(found["4j1b"].nominal).values.map(Math.round)).toEqual([0, 0, 5, 2, 5, 3, 4, 6, 4, 1, 1]);
    expect(fitBins(found["4j2b"].nominal).values.map(Math.round)).toEqual([9, 15, 13, 8, 8, 2, 2, 1, 0, 4, 2]);
    const sums = [
      [42.32290625, 27.67709375, 88.130265625, 57.869734375],
      [40.10421875, 29.89578125, 83.69471875, 62.30528125],
      [38.705703125, 31.294296875, 80.852453125, 65.147546875],
      [37.803359375, 32.196640625, 78.735203125, 67.264796875],
    ];
    for (const k of [0, 1, 2, 3] as const) {
      const weights = [found["4j1b"], found["4j2b"]].flatMap(({ up, down }) => [up[`b-tag ${k}`], down[`b-tag ${k}`]]);
      weights.forEach((side, i) => {
        expect(integral(side)).toBeCloseTo(sums[k]?.[i] ?? Number.NaN, 9);
      });
    }
  });

  it("has the published slopes at fixed selection", async () => {
    const { yields, parameters } = estimators["fixed selection"];
    const found = yields(events);
    const { "4j1b sum": ht, "4j2b sum": mass } = await lastValueFrom(found);
    expect(ht.value / expected.nominal["4j1b"].sum).toBeCloseTo(1, 11);
    expect(mass.value / expected.nominal["4j2b"].sum).toBeCloseTo(1, 11);
    const { scale = Number.NaN } = await gradient(found.pipe(diff.objective((r) => r["4j1b sum"].value)), parameters);
    const { scale: ofMass = Number.NaN } = await gradient(
      found.pipe(diff.objective((r) => r["4j2b sum"].value)),
      parameters,
    );
    expect(scale).toBeCloseTo(14017.015625, 6);
    expect(ofMass).toBeCloseTo(18645.243722355437, 6);
  });

  it("decides nothing: what a step of the scale moves is too little, whatever predicts it", async () => {
    for (const { yields, parameters } of Object.values(estimators)) {
      const { scale } = (await diagnose(yields(events), parameters)).parameters;
      const found = scale?.regions ?? {};
      expect(Object.values(found).map(({ verdict }) => verdict)).toEqual(Array<string>(4).fill("undecidable"));
      expect(found["4j1b sum"]?.actual).toBeCloseTo((13980.56015625 - 13567.28390625) / 2, 6);
      expect(found["4j1b sum"]?.error).toBeCloseTo(272, 0);
    }
  });

  it("is refused where it is cut short, is no ROOT file, or holds something else", async () => {
    const short = join(folder, "short.root");
    await copyFile(root ?? "", short);
    truncateSync(short, 2_000_000);
    await expect(convert(short, join(folder, "x.parquet"))).rejects.toThrow(/^E_FILE: this is no ROOT file/);
    await expect(convert(golden ?? "", join(folder, "x.parquet"))).rejects.toThrow(/E_FILE.*Not a ROOT file/);
    await expect(convert("nowhere.root", join(folder, "x.parquet"))).rejects.toThrow(/E_FILE: there is no such file/);
  });
});

const others = {
  cms: sharedData("data/hep-events/root/nanoAOD_2015_CMS_Open_Data_ttbar.root"),
  zstd: sharedData("data/hep-events/root/uproot-Zmumu-zstd.root"),
  rntuple: sharedData("data/hep-events/root/Run2012BC_DoubleMuParked_Muons_1000evts_rntuple_v1-0-0-0.root"),
};

describe.skipIf(!isThere)("other files", () => {
  it.skipIf(!others.cms)("of open data become what another reader sees in them", async () => {
    const path = join(folder, "cms.parquet");
    expect(await convert(others.cms ?? "", path)).toBe(200);
    const [seen] = await rowsFrom(
      sql`select sum(event) as event, sum(len(Electron)) as electrons,
        (select sum(e.cutBased) from (select unnest(Electron) as e from ${parquetFile(path)})) as cut from ${parquetFile(path)}`,
    );
    expect(seen).toEqual({ event: 45458334441, electrons: 69, cut: 150 });
  });

  it.skipIf(!others.zstd)("compressed with zstd are decompressed", async () => {
    await expect(convert(others.zstd ?? "", join(folder, "x.parquet"))).rejects.toThrow("Key not found Events");
  });

  it.skipIf(!others.rntuple)("without a tree are refused", async () => {
    await expect(convert(others.rntuple ?? "", join(folder, "x.parquet"))).rejects.toThrow(
      "E_TYPE: Events is a ROOT::RNTuple, not a TTree",
    );
  });
});

it.runIf(inCi)("in CI the file is there", () => {
  expect(root).toBeDefined();
});
