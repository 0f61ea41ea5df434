import { lastValueFrom, toArray } from "rxjs";
import { describe, expect, it } from "vitest";
import { type Column, schemaOf, showSchema, withDemand } from "../../core/index.ts";
import { sharedData } from "../../property-tests/shared-data.ts";
import { plainRows } from "../plain-rows.ts";
import { type FileOptions, parquet } from "./index.ts";

const flat = sharedData("data/adl/Run2012B_SingleMu-1000.parquet") ?? "";
const nested = sharedData("data/adl/Run2012B_SingleMu-restructured-1000.parquet") ?? "";
const absent = flat === "" || nested === "";

const groups = ["Muon", "Electron", "Tau", "Photon", "Jet", "MET", "HLT", "PV"];
const records = Object.fromEntries(groups.map((name) => [name, `${name}_*`]));

const read = async (path: string, options: FileOptions = {}, names?: readonly string[]): Promise<Column> => {
  const [batch] = await withDemand({ names: names && new Set(names) }, () =>
    lastValueFrom(parquet(path, options).pipe(toArray())),
  );
  expect(batch?.size).toBe(1000);
  return batch?.columns ?? { kind: "record", fields: new Map() };
};

const sorted = (text: string): string => [...text.matchAll(/\w+/g)].map(String).sort().join(" ");

describe("the ADL events", () => {
  it.skipIf(absent)("are the same events in flat and in nested layout", async () => {
    const [left, right] = [await read(flat, { records }), await read(nested)];
    const counters = /^n(Muon|Electron|Tau|Photon|Jet)$/;
    const withoutCounters = (row: unknown) =>
      Object.fromEntries(Object.entries(row ?? {}).filter(([name]) => !counters.test(name)));
    expect(plainRows(left, 1000).map(withoutCounters)).toEqual(plainRows(right, 1000));
    const ofMuons = (column: Column) =>
      showSchema(schemaOf(column.kind === "record" ? (column.fields.get("Muon") ?? column) : column));
    expect(sorted(ofMuons(left))).toBe(sorted(ofMuons(right)));
  });

  it.skipIf(absent)("have the lengths and sums of their manifest", async () => {
    const column = await read(flat, { records });
    const rows = plainRows(column, 1000) as readonly Record<string, unknown>[];
    const wanted = { Muon: 1328, Electron: 195, Tau: 2462, Photon: 434, Jet: 1699 };
    for (const [name, total] of Object.entries(wanted)) {
      const lengths = rows.map((row) => (row[name] as readonly unknown[]).length);
      expect(lengths.reduce((a, b) => a + b)).toBe(total);
      expect(lengths).toEqual(rows.map((row) => Number(row[`n${name}`])));
    }
    const met = rows.map((row) => (row.MET as { readonly pt: number }).pt);
    expect(Math.min(...met)).toBe(Math.fround(0.2918313));
    expect(Math.max(...met)).toBe(Math.fround(128.6202087));
    expect(met.reduce((a, b) => a + b) / 1000).toBeCloseTo(28.4676107, 6);
    expect(new Set(rows.map((row) => row.event)).size).toBe(1000);
  });

  it.skipIf(absent)("give the same columns whole and pruned", async () => {
    for (const [path, options] of [
      [flat, { records }],
      [nested, {}],
    ] as const) {
      const whole = await read(path, options);
      const some = await read(path, options, ["Jet", "pt", "eta"]);
      expect(showSchema(schemaOf(some))).toBe("{Jet: var * {pt: f32, eta: f32}}");
      const jets = (rows: readonly unknown[]) =>
        rows as readonly { readonly Jet: readonly { pt: number; eta: number }[] }[];
      const wanted = jets(plainRows(whole, 1000)).map(({ Jet }) => ({ Jet: Jet.map(({ pt, eta }) => ({ pt, eta })) }));
      expect(plainRows(some, 1000)).toEqual(wanted);
    }
  });
});
