import type { Spread } from "../columns/clock.ts";
import { load, machine } from "../columns/report.ts";
import { clock } from "./clock.ts";
import { native, type Row, type Table } from "./measure.ts";

type Cells = readonly string[];

const shownNumber = (x: number): string => (x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2));

const middle = (spread: Spread | undefined): string => (spread ? shownNumber(spread.median) : "");

const range = ({ best, worst }: Spread): string => `${shownNumber(best)}-${shownNumber(worst)}`;

const heading: Cells = [
  "",
  "gradient, ns/event",
  "best-worst",
  "value",
  "gradient/value",
  `over ${native}`,
  "one event, ms",
  "events",
];

const cellsOf = ({ name, gradient, value, gradientOverValue, overNative, call, events }: Row): Cells => [
  name,
  middle(gradient),
  range(gradient),
  middle(value),
  middle(gradientOverValue),
  middle(overNative),
  middle(call),
  String(events),
];

const linesOf = ({ rows }: Table): readonly Cells[] =>
  rows.map((row) => ("absent" in row ? [row.name, `absent: ${row.absent.split("\n")[0]}`] : cellsOf(row)));

const where = (): string =>
  `${machine()}; load ${load()
    .map((value) => value.toFixed(1))
    .join(" ")}; medians of processor time of ${clock.of}`;

const bar = (cells: Cells): string => `| ${cells.join(" | ")} |`;

const inMarkdown = (table: Table): string => {
  const lines = linesOf(table).map((cells) => [...cells, ...Array<string>(heading.length - cells.length).fill("")]);
  return [`**${table.name}**: ${table.what}.`, "", bar(heading), bar(heading.map(() => "---")), ...lines.map(bar)].join(
    "\n",
  );
};

const inText = (table: Table): string => {
  const lines = [heading, ...linesOf(table)];
  const widths = heading.map((_, k) =>
    Math.max(
      ...lines.map((cells) => (cells.length === heading.length ? (cells[k]?.length ?? 0) : 0)),
      k === 0 ? 14 : 0,
    ),
  );
  const shown = lines.map((cells) =>
    cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0))).join("  "),
  );
  return [`${table.name}: ${table.what}`, ...shown.map((line) => `  ${line}`.trimEnd())].join("\n");
};

/** Tables as text, or for a document. */
export const shown = (tables: readonly Table[], markdown: boolean): string =>
  [where(), ...tables.map(markdown ? inMarkdown : inText)].join("\n\n");

const asJson = (row: Row) => ({
  nsPerEvent: row.gradient.median,
  best: row.gradient.best,
  worst: row.gradient.worst,
  valueNsPerEvent: row.value?.median,
  gradientOverValue: row.gradientOverValue?.median,
  overNative: row.overNative?.median,
  oneEventMs: row.call?.median,
  events: row.events,
});

/** Tables by workload and contestant. */
export const byName = (tables: readonly Table[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    tables.map(({ name, rows }) => [
      name,
      Object.fromEntries(rows.map((row) => [row.name, "absent" in row ? { absent: row.absent } : asJson(row)])),
    ]),
  );
