import type { Bar } from "./bar-chart.ts";
import { showNumber } from "./show-number.ts";

const most = 40;
const reach = 40;
const eighths = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];

/** Neighbours that stand on one line together: contents add up, errors in quadrature. */
const together = (bars: readonly Bar[]): Bar => ({
  from: bars[0]?.from ?? 0,
  to: bars.at(-1)?.to ?? 0,
  value: bars.reduce((sum, { value }) => sum + value, 0),
  error: Math.sqrt(bars.reduce((sum, { error }) => sum + error * error, 0)),
});

const barOf = (share: number): string => {
  if (!(share > 0)) return "";
  const length = Math.round(8 * reach * share);
  return "█".repeat(length >> 3) + (eighths[length & 7] ?? "");
};

/** How many bars stand on one line. */
export const barsOnLine = (bars: number): number => Math.max(1, Math.ceil(bars / most));

/** Bars with their errors as lines of text, at most 40 of them; a bar below zero is drawn with minus signs. */
export const barLines = (bars: readonly Bar[]): readonly string[] => {
  const each = barsOnLine(bars.length);
  const lines = Array.from({ length: Math.ceil(bars.length / each) }, (_, k) =>
    together(bars.slice(k * each, (k + 1) * each)),
  );
  const highest = Math.max(0, ...lines.map(({ value }) => Math.abs(value)).filter(Number.isFinite));
  const cells = lines.map(({ from, to, value, error }) => [
    `[${showNumber(from)}, ${showNumber(to)})`,
    showNumber(value),
    error > 0 ? `± ${showNumber(error, 3)}` : "",
    value < 0 ? "-".repeat(Math.round((reach * -value) / highest)) : barOf(value / highest),
  ]);
  const widths = [0, 1, 2].map((k) => Math.max(0, ...cells.map((line) => line[k]?.length ?? 0)));
  const [range = 0, content = 0, spread = 0] = widths;
  return cells.map(([bin = "", value = "", error = "", bar = ""]) =>
    `${bin.padEnd(range)}  ${value.padStart(content)} ${error.padEnd(spread)} ${bar}`.trimEnd(),
  );
};
