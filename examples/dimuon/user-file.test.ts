import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";
import { calibrate } from "./calibration.ts";
import { pairs } from "./pairs.ts";
import { progressOn } from "./progress.ts";
import { type Study, study } from "./study.ts";
import { userFile } from "./user-file.ts";
import { zWindow } from "./z-window.ts";

vi.setConfig({ testTimeout: 60_000 });

const files = {
  "the flat ADL file": "data/adl/Run2012B_SingleMu-1000.parquet",
  "the restructured ADL file": "data/adl/Run2012B_SingleMu-restructured-1000.parquet",
  "the CSV file": "data/hep-events/csv/Zmumu_Run2011A.csv",
};

const studied = async (path: string): Promise<Study> => {
  const file = await userFile(path);
  return study(zWindow(file, await calibrate(file.even), ["window"]), progressOn(process.stderr, false));
};

const flat = sharedData(files["the flat ADL file"]);
const restructured = sharedData(files["the restructured ADL file"]);
const events = sharedData(files["the CSV file"]);

describe.each(Object.entries(files))("%s", (_name, relative) => {
  const path = sharedData(relative);

  it.skipIf(!path)(
    "gives derivatives that differences confirm, and changes that the hard analysis confirms",
    async () => {
      const { gradientCheck, diagnosis, best, searches } = await studied(path ?? "");
      for (const [name, { relativeError }] of Object.entries(gradientCheck.perParameter))
        expect(relativeError, name).toBeLessThan(1e-6);
      for (const [name, { objective }] of Object.entries(diagnosis.parameters))
        expect(Math.abs(objective?.pull ?? Number.NaN), name).toBeLessThan(3);
      for (const { value } of Object.values(searches)) expect(value).toBeCloseTo(best.value, 4);
    },
  );
});

it.skipIf(!flat || !restructured)("the two forms of the ADL events give the same result", async () => {
  const [a, b] = [await studied(flat ?? ""), await studied(restructured ?? "")];
  expect(b.best).toEqual(a.best);
  expect(b.judged).toEqual(a.judged);
});

it.skipIf(!flat)(
  "of 1000 ADL events those with two muons of opposite charge are pairs, whatever their order",
  async () => {
    const { even, odd, events } = await userFile(flat ?? "");
    const count = async (half: typeof even) => (await lastValueFrom(pairs(hard)(half).pipe(hard.count()))).value;
    expect(events).toBe(1000);
    expect((await count(even)) + (await count(odd))).toBe(143);
  },
);

it.skipIf(!events)("the scale that the CSV file gives agrees with the published peak", async () => {
  const { scale } = await calibrate((await userFile(events ?? "")).even);
  expect(scale.value).toBeGreaterThan(1.002);
  expect(scale.value).toBeLessThan(1.006);
});

describe("a file that does not fit", () => {
  const rows = (pt: string) =>
    `pt1,eta1,phi1,Q1,pt2,eta2,phi2,Q2\n${pt},0.1,0.2,1,30,-0.3,3,-1\n40,1,2,-1,35,-1,-1,1\n`;

  it.each([
    ["with a word among its numbers", rows("forty"), { code: "E_TYPE", where: "pt1, pt2" }],
    ["without muons", "a,b\n1,2\n", { code: "E_COLUMN", cure: expect.stringContaining("columns pt1, eta1") }],
  ])("%s is refused", async (_what, text, expected) => {
    const folder = await mkdtemp(join(tmpdir(), "jagrad-"));
    try {
      const path = join(folder, "events.csv");
      await writeFile(path, text);
      await expect(userFile(path)).rejects.toMatchObject(expected);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
