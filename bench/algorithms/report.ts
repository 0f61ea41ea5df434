import type { Spread } from "../columns/clock.ts";
import type { Row, Table } from "../workloads/measure.ts";
import { type Cells, type Section, shownNumber } from "../workloads/section.ts";

const heading: Cells = ["", "gradient, us", "best-worst", "value, us", "gradient/value", "over jagrad"];

const us = (ns: number): string => shownNumber(ns / 1e3);

const cellsOf = ({ name, gradient, value, gradientOverValue }: Row, base: Spread | undefined): Cells => [
  name,
  us(gradient.median),
  `${us(gradient.best)}-${us(gradient.worst)}`,
  value ? us(value.median) : "",
  gradientOverValue ? shownNumber(gradientOverValue.median) : "",
  base ? shownNumber(gradient.median / base.median) : "",
];

/** What was measured of an algorithm, in microseconds a call. */
export const sectionOf = ({ name, what, rows }: Table): Section => {
  const measured = rows.filter((row): row is Row => !("absent" in row));
  const base = measured.find((row) => row.name === "jagrad")?.gradient;
  return {
    name,
    what,
    heading,
    lines: rows.map((row) =>
      "absent" in row ? [row.name, `absent: ${row.absent.split("\n")[0]}`] : cellsOf(row, base),
    ),
    json: Object.fromEntries(
      measured.map(({ name, gradient, value, gradientOverValue }) => [
        name,
        {
          us: gradient.median / 1e3,
          valueUs: value && value.median / 1e3,
          gradientOverValue: gradientOverValue?.median,
          overJagrad: base && gradient.median / base.median,
        },
      ]),
    ),
  };
};
