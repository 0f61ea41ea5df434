import type { Batch } from "jagrad/core";
import { describe, expect, it } from "vitest";
import { queries } from "../examples/adl/queries.ts";
import type { Query } from "../examples/adl/query.ts";
import { generated } from "./queries/events.ts";
import { exactly } from "./queries/flavours.ts";
import { checkQuery, checkRows } from "./queries/measure.ts";
import { meanOver, multiplicities, multiplicityAt } from "./queries/multiplicities.ts";
import { optionsOf } from "./queries/options.ts";
import { checkSame, contentsOf } from "./queries/plainly.ts";
import { binsOf, sqlHistograms } from "./queries/sql-histograms.ts";
import { sqlRival } from "./queries/sql-rival.ts";
import { tableOf } from "./queries/sql-table.ts";

const events = 3000;
const batches = generated(events);

const counts = ({ columns, size }: Batch, name: string): readonly number[] => {
  const list = columns.fields.get(name);
  if (list?.kind !== "list") return [];
  return Array.from({ length: size }, (_, i) => (list.offsets[i + 1] ?? 0) - (list.offsets[i] ?? 0));
};

describe("the events", () => {
  it("have the multiplicities of the full data set, within five standard errors", () => {
    for (const name of ["Muon", "Electron", "Jet"] as const) {
      const found = batches.flatMap((batch) => counts(batch, name));
      const mean = meanOver(multiplicities[name], (n) => n);
      const error = Math.sqrt((meanOver(multiplicities[name], (n) => n * n) - mean ** 2) / events);
      expect(found).toHaveLength(events);
      expect(Math.abs(found.reduce((sum, n) => sum + n, 0) / events - mean)).toBeLessThan(5 * error);
    }
  });

  it("come from a table with 3.20 jets and 41.8 trijets an event", () => {
    expect(meanOver(multiplicities.Jet, (n) => n)).toBeCloseTo(3.2, 2);
    expect(meanOver(multiplicities.Jet, (n) => (n * (n - 1) * (n - 2)) / 6)).toBeCloseTo(41.8, 1);
    for (const table of Object.values(multiplicities)) expect(table.reduce((a: number, b) => a + b, 0)).toBe(53446198);
    expect([multiplicityAt([1, 2, 1], 0.2), multiplicityAt([1, 2, 1], 0.3), multiplicityAt([1, 2, 1], 0.8)]).toEqual([
      0, 1, 2,
    ]);
  });

  it("may be had without those of many particles", () => {
    const few = generated(events, { Jet: 2 });
    expect(Math.max(...few.flatMap((batch) => counts(batch, "Jet")))).toBe(2);
  });
});

const found = (number: number): Query => {
  const query = queries.get(number);
  if (query) return query;
  throw new Error(`there is no query ${number}`);
};

describe("what is timed", () => {
  it.each([...queries.keys()])("query %i fills what loops over plain objects fill", (query) =>
    checkQuery(query, batches),
  );

  it.each([...queries.keys()])("query %i fills what its lambdas fill, called for one event after the other", (query) =>
    checkRows(query, batches.slice(0, 1)),
  );

  it.each([...queries])("query %i fills what SQL counts of the same events", async (number, query) => {
    const spectra = await exactly(query, batches);
    const fill = await sqlHistograms(await tableOf(batches), number, binsOf(spectra));
    checkSame(spectra, await fill());
  });

  it("runs SQL in a process of its own, which fills the same histograms, or says why not", async () => {
    const spectra = (query: number) => exactly(found(query), batches);
    const rival = await sqlRival(6, events, await spectra(6));
    if ("absent" in rival) throw new Error(rival.absent);
    expect(await rival.run()).toBeGreaterThan(0);
    rival.close();
    const other = await sqlRival(6, events - 1, await spectra(6));
    expect(other).toMatchObject({ absent: expect.stringContaining("failed: histogram 6-1, bin") });
    expect(await sqlRival(6, events, await spectra(6), "no such program")).toMatchObject({
      absent: "it ended without an answer",
    });
  }, 60_000);

  it("is not taken for the same where one bin differs", async () => {
    const query = queries.get(3);
    const spectra = query ? await exactly(query, batches) : {};
    const wanted = Object.values(spectra).map(contentsOf);
    expect(() => checkSame(spectra, wanted)).not.toThrow();
    wanted[0]?.set([1 + (wanted[0][7] ?? 0)], 7);
    expect(() => checkSame(spectra, wanted)).toThrow("histogram 3, bin 6");
  });

  it("is what the command line asks for", () => {
    expect(optionsOf(["--only", "1,6", "--events", "5"])).toMatchObject({ only: [1, 6], events: 5, rounds: 5 });
    expect(() => optionsOf(["--only", "9"])).toThrow("no such query");
    expect(() => optionsOf(["--events", "0"])).toThrow("whole number");
  });
});
