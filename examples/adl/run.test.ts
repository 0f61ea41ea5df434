import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";
import { run } from "./run.ts";

const flat = sharedData("data/adl/Run2012B_SingleMu-1000.parquet") ?? "";
const restructured = sharedData("data/adl/Run2012B_SingleMu-restructured-1000.parquet") ?? "";

const said = async (...argv: readonly string[]) => {
  const lines: { out: string[]; error: string[] } = { out: [], error: [] };
  const code = await run(argv, { out: (text) => lines.out.push(text), error: (text) => lines.error.push(text) });
  return { code, out: lines.out.join("\n"), error: lines.error.join("\n") };
};

describe.skipIf(!flat || !restructured)("the command", () => {
  it("shows histograms as text", async () => {
    const { code, out, error } = await said("--input", restructured, "--query", "4");
    expect({ code, error }).toEqual({ code: 0, error: "" });
    const lines = out.split("\n");
    expect(lines.slice(0, 3)).toEqual([
      "query 4: the missing pt of events with at least two jets above a pt",
      "  jet pt cut 40 GeV",
      "4: histogram of 100 bins, 0 to 2000, 3 bins a line",
    ]);
    // the stored histogram has 38, 52, 22, 1, 0, 2, 1 in its first bins
    expect(lines.slice(3, 6).map((line) => line.split(/\s+/).slice(0, 3).join(" "))).toEqual([
      "[0, 60) 112",
      "[60, 120) 3",
      "[120, 180) 1",
    ]);
  });

  it.each(["flat", "restructured"])("writes one line of JSON, from the %s file", async (layout) => {
    const input = layout === "flat" ? flat : restructured;
    const { code, out } = await said("--input", input, "--query", "6", "--layout", layout, "--json");
    expect([code, out.includes("\n")]).toEqual([0, false]);
    const { query, histograms } = JSON.parse(out);
    expect(query).toBe(6);
    expect(
      histograms.map(({ name, underflow, overflow }: Record<string, unknown>) => [name, underflow, overflow]),
    ).toEqual([
      ["6-1", 39, 108],
      ["6-2", 23, 0],
    ]);
    for (const { edges, counts, underflow, overflow } of histograms) {
      expect([edges.length, counts.length]).toEqual([101, 100]);
      expect(counts.reduce((s: number, n: number) => s + n, underflow + overflow)).toBe(274);
    }
  });

  it("names the layout that a file has", async () => {
    const { code, error } = await said("--input", restructured, "--query", "1", "--layout", "flat");
    expect(code).toBe(1);
    expect(error).toMatch(/^E_COLUMN: .*\n.*\n {2}try: --layout restructured$/);
  });
});

it.each([
  [["--query", "1"], "--input needs a file"],
  [["--input", "a.parquet"], '--query needs a number from 1 to 8, found ""'],
  [["--input", "a.parquet", "--query", "9"], 'found "9"'],
  [["--input", "a.parquet", "--query", "1e0"], 'found "1e0"'],
  [["--input", "a.parquet", "--query", "1", "--layout", "root"], "--layout needs one of flat, restructured"],
  [["--inptu", "a.parquet"], "--inptu"],
  [["a.parquet"], "a.parquet"],
])("does not understand %j, and says why", async (argv, why) => {
  const { code, out, error } = await said(...argv);
  expect([code, out]).toEqual([2, ""]);
  expect(error).toContain(why);
  expect(error).toContain("--help");
});

it("says how it is used", async () => {
  const { code, out } = await said("--help");
  expect(code).toBe(0);
  for (const option of ["--input", "--query", "--layout", "--json"]) expect(out).toContain(option);
});

it.each([
  ["that is absent", undefined, "E_FILE: there is no such file"],
  ["that is no Parquet", "PAR1 and nothing more", "E_FILE: "],
])("a file %s is refused", async (_what, text, message) => {
  const folder = await mkdtemp(join(tmpdir(), "jagrad-"));
  try {
    const input = join(folder, "events.parquet");
    if (text !== undefined) await writeFile(input, text);
    const { code, error } = await said("--input", input, "--query", "1");
    expect(code).toBe(1);
    expect(error).toContain(message);
  } finally {
    await rm(folder, { recursive: true });
  }
});
