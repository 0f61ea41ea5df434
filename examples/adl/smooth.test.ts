import { parquet, parquetFile, rowsFrom, sql } from "jagrad/adapters/duckdb";
import { bindingsOf, checkGradients, type Histogram, lastOf, normalCdf } from "jagrad/core";
import { objective } from "jagrad/ops";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";
import { deltaR, mass } from "jagrad/plugins/kinematics";
import { lastValueFrom, map, type Observable } from "rxjs";
import { describe, expect, it, vi } from "vitest";
import { sharedData } from "../../property-tests/shared-data.ts";
import type { Collision } from "./collision.ts";
import { valuesInSql } from "./in-sql.ts";
import { queries } from "./queries.ts";
import type { Spectra } from "./query.ts";

vi.setConfig({ testTimeout: 60_000 });

const path = sharedData("data/adl/Run2012B_SingleMu-restructured-1000.parquet") ?? "";
const absent = path === "";
if (absent) console.warn("SKIPPED: the ADL events are not among the shared test data");

const events = parquet<Collision>(path, { keep: true });
const streams = [...queries].map(([number, { spectra, choices }]) => ({
  number,
  choices,
  exact: spectra(hard)(events),
  smooth: spectra(diff)(events),
}));
type Stream = (typeof streams)[number];

const smoothed = ({ smooth, choices }: Stream, widthFactor: number): Promise<Spectra> =>
  lastOf(smooth, bindingsOf(choices, { widthFactor, mode: "value" }));

const found = <T>(value: T | undefined, name: string): T => {
  if (value === undefined) throw new Error(`there is no ${name}`);
  return value;
};

/** The query that fills a histogram: 6 fills 6-1. */
const filling = (name: string): Stream =>
  found(
    streams.find(({ number }) => number === Number(name[0])),
    name,
  );

/** The probability that at least `n` of independent things happen, each with its own. */
const atLeast = (n: number, probabilities: readonly number[]): number => {
  let exactly = [1];
  for (const p of probabilities)
    exactly = [...exactly, 0].map((stays, k) => stays * (1 - p) + (exactly[k - 1] ?? 0) * p);
  return 1 - exactly.slice(0, n).reduce((s, p) => s + p, 0);
};

const above = (pt: number, cut: number, width: number): number => normalCdf((pt - cut) / width);

/** The probability that an event, or each of its jets, is filled: noise of the stated width on what is compared. */
const filledOf: Readonly<Record<string, (ev: Collision) => number>> = {
  "3": ({ Jet }) => Jet.reduce((s, { eta }) => s + normalCdf((1 - Math.abs(eta)) / 0.05), 0),
  "4": ({ Jet }) =>
    atLeast(
      2,
      Jet.map(({ pt }) => above(pt, 40, 2)),
    ),
  "5": ({ Muon }) =>
    atLeast(
      1,
      Muon.flatMap((a, i) =>
        Muon.slice(i + 1).flatMap((b) => (a.charge === b.charge ? [] : [normalCdf(30 - Math.abs(mass(a, b) - 90))])),
      ),
    ),
  "6-1": ({ Jet }) =>
    atLeast(
      3,
      Jet.map(({ pt }) => above(pt, 15, 0.5)),
    ),
  "6-2": ({ Jet }) =>
    atLeast(
      3,
      Jet.map(({ pt }) => above(pt, 15, 0.5)),
    ),
  "7": ({ Jet, Muon, Electron }) => {
    const leptons = [...Muon, ...Electron].filter(({ pt }) => pt > 10);
    const apart = Jet.filter((j) => leptons.every((l) => deltaR(j, l) >= 0.4));
    return atLeast(
      1,
      apart.map(({ pt }) => above(pt, 30, 2)),
    );
  },
};

/** Relative width of what is filled, where a scale is chosen; a transverse mass goes as the root of the missing pt. */
const spreadOf: Readonly<Record<string, number>> = { "1": 0.05, "2": 0.02, "8": 0.05 / 2 };

const names = [...Object.keys(filledOf), ...Object.keys(spreadOf)].toSorted();

describe.skipIf(absent)("the ADL queries, differentiable", () => {
  it.each(streams)("query $number is the hard one where widths vanish, and another at its widths", async (stream) => {
    const [narrow, wide] = [await smoothed(stream, 1e-6), await smoothed(stream, 1)];
    for (const [name, { values, underflow, overflow }] of Object.entries(await lastValueFrom(stream.exact))) {
      expect(narrow[name]).toMatchObject({ values, underflow, overflow });
      expect(wide[name]?.values).not.toEqual(values);
    }
  });

  it.each(Object.entries(filledOf))("histogram %s has the entries of independent noise", async (name, filled) => {
    const rows = await rowsFrom(sql<Collision>`select MET, Muon, Electron, Jet from ${parquetFile(path)}`);
    const expected = rows.reduce((s, ev) => s + filled(ev), 0);
    // what is less probable than 1e-6 is left out
    expect((await smoothed(filling(name), 1))[name]?.entries).toBeCloseTo(expected, 3);
  });

  it.each(Object.entries(spreadOf))("histogram %s is spread by normal noise", async (name, width) => {
    const { values, edges, entries } = found((await smoothed(filling(name), 1))[name], name);
    const filled = await rowsFrom(found(valuesInSql(path)[name], name));
    const below = (edge = Number.NaN): number =>
      filled.reduce((s, { v }) => s + normalCdf((edge - v) / (width * v)), 0);
    expect(filled.length).toBe(entries);
    values.forEach((content, k) => {
      expect(content).toBeCloseTo(below(edges[k + 1]) - below(edges[k]), 6);
    });
  });

  it.each(names)("the derivative of histogram %s is what differences give", async (name) => {
    const { smooth, choices } = filling(name);
    const histogram: Observable<Histogram> = smooth.pipe(map((spectra) => found(spectra[name], name)));
    const moment = histogram.pipe(
      objective((h: Histogram) => h.values.map((n, k) => n * (k + 1)).reduce((s, x) => s + x, 0)),
    );
    const { perParameter } = await checkGradients(moment, choices);
    for (const { derivative, relativeError } of Object.values(perParameter)) {
      expect(Math.abs(derivative)).toBeGreaterThan(0.1);
      // differences see where outcomes less probable than 1e-6 are left out
      expect(relativeError).toBeLessThan(1e-4);
    }
  });
});
