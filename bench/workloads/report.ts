import type { Spread } from "../columns/clock.ts";
import { native, type Row, type Table } from "./measure.ts";
import { type Cells, type Section, shownNumber } from "./section.ts";

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

/** The contestants of a workload. */
export const sectionOf = ({ name, what, rows }: Table): Section => ({
  name,
  what,
  heading,
  lines: rows.map((row) => ("absent" in row ? [row.name, `absent: ${row.absent.split("\n")[0]}`] : cellsOf(row))),
  json: Object.fromEntries(rows.map((row) => [row.name, "absent" in row ? { absent: row.absent } : asJson(row)])),
});
