import { readFileSync } from "node:fs";
import { lastValueFrom, type Observable } from "rxjs";
import { describe, expect, it } from "vitest";
// biome-ignore lint/style/noRestrictedImports: the reference histograms are those of a Parquet file
import { type Events, parquet } from "../adapters/duckdb/index.ts";
import { type Histogram, linspace, type Scalar } from "../core/index.ts";
import { sharedData } from "../property-tests/shared-data.ts";
import * as diff from "./diff.ts";
import * as hard from "./hard.ts";

interface Event {
  readonly MET: { readonly pt: number };
  readonly Jet: readonly { readonly pt: number; readonly eta: number }[];
  readonly Muon: readonly {
    readonly pt: number;
    readonly eta: number;
    readonly phi: number;
    readonly charge: number;
  }[];
}

const file = sharedData("data/adl/Run2012B_SingleMu-restructured-1000.parquet");
const events: Events<Event> = parquet<Event>(file ?? "");

/** The stored histogram of a task: bin number (-1 is the underflow) to count. */
const reference = (task: string, low: number, high: number): ReadonlyMap<number, number> => {
  const [, ...lines] = readFileSync(sharedData(`data/adl/adl-ref-1000-q${task}.csv`) ?? "", "utf8")
    .trim()
    .split("\n");
  const width = (high - low) / 100;
  return new Map(
    lines.map((line) => line.split(",").map(Number)).map(([x = 0, y = 0]) => [Math.floor((x - low) / width), y]),
  );
};

const contents = ({ underflow, values, overflow }: Histogram): ReadonlyMap<number, number> =>
  new Map([underflow, ...values, overflow].map((n, k) => [k - 1, n] as const).filter(([, n]) => n !== 0));

type Ops = typeof hard;

interface Task {
  readonly task: string;
  readonly range: readonly [low: number, high: number];
  readonly entries: number;
  /** Of the values filled; source: columnar-and-queries.md section 6.3. */
  readonly total: number;
  readonly fill: (ops: Ops, edges: readonly number[]) => Observable<{ readonly h: Histogram; readonly s: Scalar }>;
}

const tasks: readonly Task[] = [
  {
    task: "1",
    range: [0, 2000],
    entries: 1000,
    total: 28467.6106644,
    fill: ({ fill, histogram, sum }, edges) =>
      events.pipe(fill({ h: histogram((ev) => ev.MET.pt, { edges }), s: sum((ev) => ev.MET.pt) })),
  },
  {
    task: "2",
    range: [15, 60],
    entries: 1699,
    total: 60461.6270256,
    fill: ({ fill, histogram, sum }, edges) =>
      events.pipe(
        fill({
          h: histogram((ev) => ev.Jet.map((jet) => jet.pt), { edges }),
          s: sum((ev) => ev.Jet.map((jet) => jet.pt)),
        }),
      ),
  },
  {
    task: "3",
    range: [15, 60],
    entries: 680,
    total: 28881.9880285,
    fill: ({ fill, histogram, map, sum }, edges) =>
      events.pipe(
        map((ev) => ({ pt: ev.Jet.filter((jet) => Math.abs(jet.eta) < 1).map((jet) => jet.pt) })),
        fill({ h: histogram((ev) => ev.pt, { edges }), s: sum((ev) => ev.pt) }),
      ),
  },
  {
    task: "4",
    range: [0, 2000],
    entries: 116,
    total: 3363.7623041,
    fill: ({ fill, filter, histogram, sum }, edges) =>
      events.pipe(
        filter((ev) => ev.Jet.filter((jet) => jet.pt > 40).length >= 2),
        fill({ h: histogram((ev) => ev.MET.pt, { edges }), s: sum((ev) => ev.MET.pt) }),
      ),
  },
];

describe.skipIf(!file)("the ADL tasks on the first 1000 events", () => {
  const cases = tasks.flatMap((task) => [
    [task.task, "hard", task, hard] as const,
    [task.task, "diff", task, diff] as const,
  ]);

  it.each(cases)(
    "task %s, %s, has the reference histogram bin for bin",
    async (_task, _flavour, { task, range, entries, total, fill }, ops) => {
      const [low, high] = range;
      const { h, s } = await lastValueFrom(fill(ops, linspace(low, high, 101)));
      expect(contents(h)).toEqual(reference(task, low, high));
      expect([h.entries, h.skipped, s.entries]).toEqual([entries, 0, entries]);
      expect(Math.abs(s.value / total - 1)).toBeLessThan(1e-11);
    },
  );
});
