import type { Comparison } from "./comparison.ts";
import type { Diagnosed } from "./diagnosed.ts";

const columns = ["parameter", "region", "predicted", "actual", "error", "moved", "pull", "bias", "verdict"] as const;

const short = (x: number): string =>
  x === 0 ? "0" : Math.abs(x) >= 1e4 || Math.abs(x) < 1e-3 ? x.toExponential(2) : x.toPrecision(4);

const row = (parameter: string, region: string, c: Comparison, moved: string, bias: string): readonly string[] => [
  parameter,
  region,
  short(c.predicted),
  short(c.actual),
  short(c.error),
  moved,
  c.pull.toFixed(2),
  bias,
  c.verdict,
];

/** The comparisons of a diagnosis, one line each. */
export const tableOf = (all: ReadonlyMap<string, Diagnosed>): string => {
  const rows = [...all].flatMap(([name, { step, unit, regions, objective }]) => {
    const title = `${name} ± ${short(step)}${unit ? ` ${unit}` : ""}`;
    return [
      ...Object.entries(regions).map(([region, r]) =>
        row(title, region, r, String(Math.round(r.migrated)), short(r.bias)),
      ),
      ...(objective ? [row(title, "objective", objective, "", "")] : []),
    ];
  });
  const widths = columns.map((column, k) => Math.max(column.length, ...rows.map((cells) => cells[k]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, k) => (k < 2 || k === 8 ? cell.padEnd(widths[k] ?? 0) : cell.padStart(widths[k] ?? 0)))
      .join("  ")
      .trimEnd();
  return [line(columns), ...rows.map(line)].join("\n");
};
