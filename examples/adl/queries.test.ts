import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Histogram, isJagradError } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { describe, expect, it } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";
import { contentsBySql, contentsIn, contentsOf } from "./contents.ts";
import { valuesInSql } from "./in-sql.ts";
import { layouts, openEvents } from "./open.ts";
import { queries } from "./queries.ts";

const files = {
  flat: sharedData("data/adl/Run2012B_SingleMu-1000.parquet"),
  restructured: sharedData("data/adl/Run2012B_SingleMu-restructured-1000.parquet"),
};
const absent = !files.flat || !files.restructured;
const restructured = files.restructured ?? "";
if (absent) console.warn("SKIPPED: the ADL events are not among the shared test data");

/** Fills of each histogram; source: columnar-and-queries.md section 6.3. */
const entries: Readonly<Record<string, number>> = {
  "1": 1000,
  "2": 1699,
  "3": 680,
  "4": 116,
  "5": 57,
  "6-1": 274,
  "6-2": 274,
  "7": 344,
  "8": 73,
};

const stored = (name: string, like: Histogram) =>
  contentsIn(readFileSync(sharedData(`data/adl/adl-ref-1000-q${name}.csv`) ?? "", "utf8"), like);

describe.skipIf(absent)("the ADL queries", () => {
  it.each(layouts.flatMap((layout) => [...queries].map(([number, query]) => ({ layout, number, query }))))(
    "query $number on the $layout file has the reference histograms bin for bin",
    async ({ layout, number, query }) => {
      const events = await openEvents(files[layout] ?? "", layout);
      const spectra = await lastValueFrom(query.spectra(hard)(events));
      expect(Object.keys(spectra).every((name) => Number(name[0]) === number)).toBe(true);
      for (const [name, histogram] of Object.entries(spectra)) {
        expect(contentsOf(histogram), name).toEqual(stored(name, histogram));
        expect([histogram.entries, histogram.skipped], name).toEqual([entries[name], 0]);
      }
    },
  );

  it.each(Object.keys(entries))("histogram %s holds what SQL counts", async (name) => {
    const values = valuesInSql(restructured)[name];
    const spectra = queries.get(Number(name[0]))?.spectra(hard)(await openEvents(restructured));
    const histogram = spectra && (await lastValueFrom(spectra))[name];
    expect(histogram && contentsOf(histogram)).toEqual(histogram && values && (await contentsBySql(values, histogram)));
    expect(histogram?.entries).toBe(entries[name]);
  });

  it("is told when a file has another layout", async () => {
    const error = await openEvents(files.flat ?? "", "restructured").catch((reason: unknown) => reason);
    expect(isJagradError(error) && [error.code, error.cure]).toEqual(["E_COLUMN", "--layout flat"]);
  });
});

it("each query is at most 25 lines, imports aside", () => {
  for (const number of queries.keys()) {
    const text = readFileSync(join(import.meta.dirname, `query-${number}.ts`), "utf8");
    const lines = text.split("\n").filter((line) => line.trim() !== "" && !line.startsWith("import"));
    expect(lines.length, `query ${number}`).toBeLessThanOrEqual(25);
  }
});
