import { copyFile, mkdtemp, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";
import { resonance } from "../optimise-dimuon.ts";
import { run } from "./run.ts";

vi.setConfig({ testTimeout: 60_000 });

const file = sharedData("data/adl/Run2012B_SingleMu-1000.parquet");

describe("a run", () => {
  let folder: string;
  let [out, err] = ["", ""];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "jagrad-dimuon-"));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

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

  it.skipIf(!file)("ends with one line of JSON, and nothing else, if asked to", async () => {
    expect(await run(["--input", file ?? "", "--json"], resonance)).toBe(0);
    expect(err).toBe("");
    expect(out.trimEnd().split("\n")).toHaveLength(1);
    const { hardCheck, gradientCheck, ...result } = JSON.parse(out);
    const parameter = { before: expect.any(Number), after: expect.any(Number), width: expect.any(Number), unit: "GeV" };
    const yields = { significance: expect.any(Number), signal: expect.any(Number), background: expect.any(Number) };
    expect(result).toEqual({
      events: 1000,
      parameters: { "window low": { ...parameter, before: 81 }, "window high": { ...parameter, before: 101 } },
      before: yields,
      after: yields,
      seconds: expect.any(Number),
    });
    expect(gradientCheck.maxRelativeError).toBeLessThan(1e-6);
    for (const { pull, predicted, actual, error } of Object.values<Record<string, number>>(hardCheck)) {
      expect(Math.abs(pull ?? 9)).toBeLessThan(3);
      for (const number of [predicted, actual, error]) expect(number).toEqual(expect.any(Number));
    }
  });

  it.skipIf(!file)("tells what it found, what it cannot tell, and where the picture is", async () => {
    expect(await run(["--input", file ?? "", "--optimise", "window,cut"], resonance)).toBe(0);
    for (const part of ["1000 events", "before", "significance", "undecidable", "out/dimuon-spectrum.svg"])
      expect(out).toContain(part);
    const picture = await readFile("out/dimuon-spectrum.svg", "utf8");
    expect(picture.startsWith("<svg ") && picture.endsWith("</svg>\n")).toBe(true);
    expect(picture).toContain("[GeV]");
    expect(picture).not.toMatch(/NaN|undefined|Infinity/);
  });

  it.skipIf(!file)("optimises the scale alone", async () => {
    expect(await run(["--input", file ?? "", "--optimise", "scale", "--json"], resonance)).toBe(0);
    expect(JSON.parse(out).gradientCheck.maxRelativeError).toBeLessThan(1e-6);
  });

  it("refuses the window together with the scale", async () => {
    expect(await run(["--input", "events.csv", "--optimise", "window,scale"], resonance)).toBe(1);
    expect(err).toContain("flat direction");
  });

  it("shows its usage", async () => {
    expect(await run(["--help"], resonance)).toBe(0);
    expect(out).toContain("--input FILE");
  });

  const bad: Readonly<Record<string, readonly [() => Promise<string>, string]>> = {
    "a file that is not there": [async () => join(folder, "nothing.parquet"), "no such file"],
    "a folder": [async () => folder, "directory"],
    "an empty file": [
      async () => {
        await writeFile(join(folder, "empty.csv"), "");
        return join(folder, "empty.csv");
      },
      "empty",
    ],
    "a table without muons": [
      async () => {
        await writeFile(join(folder, "other.csv"), "x,y\n1,2\n");
        return join(folder, "other.csv");
      },
      "Muon_pt",
    ],
    "a table without a pair in the sidebands": [
      async () => {
        const names = "pt1,eta1,phi1,Q1,pt2,eta2,phi2,Q2";
        await writeFile(join(folder, "few.csv"), `${names}\n${"45.6,0,0,1,45.6,0,3.14,-1\n".repeat(20)}`);
        return join(folder, "few.csv");
      },
      "sidebands",
    ],
  };

  it.each(Object.entries(bad))("says what is wrong with %s, without a stack", async (_name, [make, message]) => {
    expect(await run(["--input", await make(), "--json"], resonance)).toBe(1);
    expect(err).toContain(message);
    expect(err).not.toContain("    at ");
    expect(out).toBe("");
  });

  it.skipIf(!file)("says what is wrong with a truncated file", async () => {
    const path = join(folder, "truncated.parquet");
    await copyFile(file ?? "", path);
    await truncate(path, 100_000);
    expect(await run(["--input", path], resonance)).toBe(1);
    expect(err).toContain("E_FILE");
    expect(err).not.toContain("    at ");
  });
});
