import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkArrow } from "./columns/arrow-extraction.ts";
import { checkSame } from "./columns/checksum.ts";
import { spreadOf } from "./columns/clock.ts";
import { quoted, rowsOf } from "./columns/duck.ts";
import { checkDuckDB } from "./columns/duckdb-extraction.ts";
import { normalBelow } from "./columns/normal-cdf.ts";
import { optionsOf } from "./columns/options.ts";
import { writeSample } from "./columns/sample.ts";
import { checkRun, streamRun } from "./columns/stream.ts";
import { truthOf } from "./columns/truth.ts";

const events = 20_000;
const folder = mkdtempSync(join(tmpdir(), "jagrad-bench-test-"));
const path = join(folder, "events.parquet");
beforeAll(() => writeSample(path, events));
afterAll(() => rm(folder, { recursive: true }));

describe("the sample", () => {
  it("has distinct events, nulls, and lists with and without items", async () => {
    const [row] =
      await rowsOf(`select count(*) as n, count(distinct (met, met_phi, mt, weight, muon, jet_pt)) as distinct,
      count(*) - count(mt) as missing, min(len(muon)) as fewest, max(len(jet_pt)) as most from read_parquet(${quoted(path)})`);
    expect(row).toMatchObject({ n: `${events}`, distinct: `${events}`, fewest: "0", most: "8" });
    expect(Number(row?.missing)).toBeGreaterThan(0);
  });
});

describe("what is timed", () => {
  it("reads from Parquet and from Arrow what SQL reads", async () => {
    const wanted = await checkDuckDB(path);
    expect(wanted.events).toBe(events);
    await expect(checkArrow(path)).resolves.toBeInstanceOf(Uint8Array);
    const other = { ...wanted, muons: (wanted.muons ?? 0) + 1 };
    expect(() => checkSame("it", wanted, other)).toThrow(/muons: \d+ instead of \d+/);
  });

  it.each(["hard", "diff", "gradient"] as const)("collects what SQL and the law say: %s", async (mode) => {
    const [run, truth] = [await streamRun(path, mode), await truthOf(path)];
    checkRun(run, truth);
    const total = (run.collected.total ?? 0) * (1 + 1e-11);
    expect(() => checkRun({ ...run, collected: { ...run.collected, total } }, truth)).toThrow("sum");
  });
});

describe("the parts of the bench", () => {
  it("know the normal distribution", () => {
    for (const [z, p] of [
      [0, 0.5],
      [1, 0.8413447460685429],
      [-1.959963984540054, 0.025],
      [3, 0.9986501019683699],
    ] as const)
      expect(Math.abs(normalBelow(z) - p)).toBeLessThan(1e-15);
    expect([normalBelow(-40), normalBelow(40)]).toEqual([0, 1]);
  });

  it("sort costs", () => {
    expect(spreadOf([3, 1, 2])).toEqual({ best: 1, median: 2, worst: 3 });
  });

  it("refuse workloads and numbers that there are not", () => {
    expect(optionsOf(["--only", "arrow", "--events", "5"])).toMatchObject({ only: ["arrow"], events: 5 });
    expect(() => optionsOf(["--only", "x"])).toThrow("no such workload");
    expect(() => optionsOf(["--events", "-1"])).toThrow();
    expect(() => optionsOf(["--events", "1.5"])).toThrow("whole number");
  });
});
