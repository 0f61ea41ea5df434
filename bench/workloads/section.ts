import { load, machine } from "../columns/report.ts";
import { clock } from "./clock.ts";

export type Cells = readonly string[];

/** What was measured of one thing, as a table and as data. */
export interface Section {
  readonly name: string;
  readonly what: string;
  readonly heading: Cells;
  /** A line may have fewer cells than the heading. */
  readonly lines: readonly Cells[];
  readonly json: Readonly<Record<string, unknown>>;
}

export const shownNumber = (x: number): string => (x >= 100 ? x.toFixed(0) : x >= 10 ? x.toFixed(1) : x.toFixed(2));

/** The machine and how busy it is, and what is counted. */
export const where = (): string =>
  `${machine()}; load ${load()
    .map((value) => value.toFixed(1))
    .join(" ")}; processor time of ${clock.of}, medians`;

const bar = (cells: Cells): string => `| ${cells.join(" | ")} |`;

const inMarkdown = ({ name, what, heading, lines }: Section): string => {
  const full = lines.map((cells) => [...cells, ...Array<string>(heading.length - cells.length).fill("")]);
  return [`**${name}**: ${what}.`, "", bar(heading), bar(heading.map(() => "---")), ...full.map(bar)].join("\n");
};

const inText = ({ name, what, heading, lines }: Section): string => {
  const all = [heading, ...lines];
  const full = all.filter((cells) => cells.length === heading.length);
  const widths = heading.map((_, k) => Math.max(k === 0 ? 14 : 0, ...full.map((cells) => cells[k]?.length ?? 0)));
  const aligned = all.map((cells) =>
    cells.map((cell, k) => (k === 0 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0))).join("  "),
  );
  return [`${name}: ${what}`, ...aligned.map((line) => `  ${line}`.trimEnd())].join("\n");
};

/** A section as text, or for a document. */
export const shown = (section: Section, markdown: boolean): string => (markdown ? inMarkdown : inText)(section);

/** Sections as data, by name. */
export const byName = (sections: readonly Section[]): Readonly<Record<string, unknown>> =>
  Object.fromEntries(sections.map(({ name, json }) => [name, json]));
