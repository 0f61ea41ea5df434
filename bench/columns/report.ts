import { cpus, loadavg } from "node:os";
import type { arrowExtraction } from "./arrow-extraction.ts";
import type { Spread } from "./clock.ts";
import type { duckdbExtraction } from "./duckdb-extraction.ts";
import type { stream } from "./stream.ts";

/** What a run measured; a workload that was not asked for is absent. */
export interface Report {
  readonly machine: string;
  /** The load averages of 1, 5 and 15 minutes at the start. */
  readonly load: readonly number[];
  readonly stream?: Awaited<ReturnType<typeof stream>>;
  readonly duckdb?: Awaited<ReturnType<typeof duckdbExtraction>>;
  readonly arrow?: Awaited<ReturnType<typeof arrowExtraction>>;
}

/** The processors as the operating system names them. */
export const machine = (): string => {
  const [first, ...more] = cpus();
  return `${more.length + 1} x ${first?.model ?? "unknown"}, Node ${process.versions.node}`;
};

export const load = (): readonly number[] => loadavg();

type Line = readonly [what: string, cost: Spread, note?: string];

const row = ([what, { best, median, worst }, note = ""]: Line): string => {
  const columns = [best, median, worst].map((ns) => ns.toFixed(0).padStart(7));
  const rates = [1e3 / best, 1e3 / median].map((rate) => rate.toFixed(2).padStart(7));
  return `  ${what.padEnd(34)}${columns.join("")}${rates.join("")}  ${note}`.trimEnd();
};

const table = (title: string, lines: readonly Line[]): string => {
  const names = ["best", "median", "worst", "M/s", "M/s"].map((name) => name.padStart(7));
  return [title, `  ${"processor time, ns per event".padEnd(34)}${names.join("")}`, ...lines.map(row)].join("\n");
};

const streamLines = ({ passes, sql }: NonNullable<Report["stream"]>): readonly Line[] => [
  ...passes.map(
    ({ mode, cost, wall, memory }): Line => [mode, cost, `${memory.toFixed(0)} MB resident, ${wall.toFixed(1)} s`],
  ),
  ["SQL alone, hard selection", sql],
];

/** A report as text. */
export const shown = ({ machine, load, stream, duckdb, arrow }: Report): string =>
  [
    `${machine}; load ${load.map((value) => value.toFixed(1)).join(" ")}`,
    ...(stream ? [table(`stream: ${stream.events} events, results as SQL says`, streamLines(stream))] : []),
    ...(duckdb
      ? [
          table(`duckdb: ${duckdb.events} events, six columns, results as SQL says`, [
            ["adapter, batches given back", duckdb.adapter],
            ["adapter, every batch new", duckdb.given],
            ["DuckDB, chunks fetched and dropped", duckdb.chunks],
            ["DuckDB, aggregate of the columns", duckdb.aggregate],
            ["extraction: adapter less chunks", duckdb.extraction],
            ["extraction, every batch new", duckdb.extractionGiven],
          ]),
        ]
      : []),
    ...(arrow
      ? [
          table(`arrow: ${arrow.events} events, ${(arrow.bytes / 1e6).toFixed(0)} MB, results as SQL says`, [
            ["adapter", arrow.adapter],
            ["adapter, every value summed", arrow.adapterSum],
            ["apache-arrow, every value summed", arrow.rawSum],
          ]),
        ]
      : []),
  ].join("\n\n");
