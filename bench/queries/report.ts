import { load, machine } from "../columns/report.ts";
import { isAbsent } from "../workloads/contest.ts";
import { few, type Measured, type Row } from "./measure.ts";

const number = (x: number | undefined, digits: number, size: number): string =>
  (x === undefined ? "" : x.toFixed(digits)).padStart(size);

const hardLine = ({ query, hard, trijetsPerSecond }: Row): string =>
  [
    number(query, 0, 7),
    ...[hard.lane, hard.made, hard.objects, hard.rows].map(({ median }) => number(median, 0, 10)),
    isAbsent(hard.sql) ? "absent".padStart(10) : number(hard.sql.median, 0, 10),
    number(hard.faster, 1, 11),
    number(hard.fasterThanRows, 1, 11),
    number(hard.fasterThanSql, 1, 8),
    trijetsPerSecond ? `   ${(trijetsPerSecond / 1e6).toFixed(2)} M trijets/s (wanted: 8)` : "",
  ].join("");

const absentLine = ({ query, hard: { sql } }: Row): readonly string[] =>
  isAbsent(sql) ? [`SQL of query ${query} is absent: ${sql.absent}`] : [];

const smoothLine = ({ query, ways, one, two }: Row): string =>
  [
    number(query, 0, 7),
    ...[one, two].flatMap(({ value, gradient, ratio }) => [
      number(value.median, 0, 9),
      number(gradient.median, 0, 9),
      number(ratio, 2, 7),
    ]),
    number(ways?.mean, 2, 9),
    number(ways?.most, 0, 7),
  ].join("");

/** What was measured as text. */
export const shown = ({ events, jets, trijets, rows }: Measured): string =>
  [
    `${machine()}; load ${load()
      .map((value) => value.toFixed(1))
      .join(" ")}`,
    `${events} events with ${jets.toFixed(2)} jets and ${trijets.toFixed(1)} trijets each; medians of processor time, ns per event`,
    "",
    "exact: the same bins",
    "                                       + lambdas    DuckDB    lane faster than",
    "  query      lane   objects   + loops     by row       SQL      loops    lambdas     SQL (wanted: 20 times the lambdas)",
    ...rows.map(hardLine),
    ...rows.flatMap(absentLine),
    "",
    `differentiable, of events with at most ${few.Jet} jets and ${few.Muon} muons: value, with gradient, and their ratio`,
    "(wanted: at most 2.5 for two choices); the ways in which items in doubt come out, for one choice",
    "  query    1: value    grad  ratio 2: value    grad  ratio     mean   most",
    ...rows.map(smoothLine),
  ].join("\n");
