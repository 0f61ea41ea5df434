import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { run } from "./run.ts";

vi.setConfig({ testTimeout: 60_000 });

describe("a run", () => {
  let [out, err] = ["", ""];

  beforeEach(() => {
    [out, err] = ["", ""];
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      out += text;
      return true;
    });
    vi.spyOn(process.stderr, "write").mockImplementation((text) => {
      err += text;
      return true;
    });
  });
  afterEach(() => vi.restoreAllMocks());

  it("prints regions, systematic uncertainties and estimators", async () => {
    expect(await run(["--events", "2000"])).toBe(0);
    for (const part of [
      "2000 simulated events",
      "ttbar, 4j2b, trijet mass",
      "wjets, 4j1b, HT",
      "b-tag 3",
      "luminosity",
    ])
      expect(out).toContain(part);
    expect(out).toMatch(/luminosity +\+3\.0 % +-3\.0 % +\+3\.0 % +-3\.0 %/);
    for (const name of ["fixed selection", "fourth jet", "smooth"])
      expect(out).toMatch(new RegExp(`scale ± 0\\.0300 +4j2b events +${name} .* (agrees|disagrees|undecidable)`));
    expect(err).toBe("");
  });

  it("ends with one line of JSON, and nothing else, if asked to", async () => {
    expect(await run(["--events", "1000", "--seed", "4", "--json"])).toBe(0);
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    const { events, processes, estimators } = JSON.parse(out);
    expect(events).toBe(1000);
    const { perEvent, regions } = processes.ttbar;
    expect(perEvent).toBeCloseTo((729.84 * 3378) / 1000, 9);
    expect(regions["4j2b"].nominal.counts).toHaveLength(27);
    expect(regions["4j2b"].yield).toBeCloseTo(perEvent * regions["4j2b"].events, 6);
    expect(Object.keys(estimators)).toEqual(["fixed selection", "fourth jet", "smooth"]);
  });

  it("says what is wrong with arguments and files", async () => {
    const folder = await mkdtemp(join(tmpdir(), "jagrad-agc-"));
    const path = join(folder, "text.parquet");
    await writeFile(path, "no events");
    for (const [argv, said] of [
      [["--event"], "E_PARAMETER: Unknown option '--event'"],
      [["--events", "10"], 'E_PARAMETER: --events needs a whole number from 1000, found "10"'],
      [["--input", "nowhere.parquet"], "E_FILE"],
      [["--input", path], "E_FILE"],
    ] as const) {
      err = "";
      expect(await run(argv)).toBe(1);
      expect(err).toContain(said);
    }
    expect(await run(["--help"])).toBe(0);
    expect(out).toContain("--input FILE");
    await rm(folder, { recursive: true });
  });
});
