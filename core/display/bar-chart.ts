import { showNumber } from "./show-number.ts";
import { ticksIn } from "./ticks.ts";

/** One bar: from where to where, how high, and with which error. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly value: number;
  readonly error: number;
}

const finite = (x: number): number => (Number.isFinite(x) ? x : 0);
const size = { width: 480, height: 260, left: 56, right: 12, top: 10, bottom: 26 } as const;

/** Bars with their errors as a picture of its own. */
export const barChart = (bars: readonly Bar[]): string => {
  const first = bars[0]?.from ?? 0;
  const last = bars.at(-1)?.to ?? 1;
  const negative = bars.some(({ value }) => value < 0);
  const top = bars.reduce((most, { value, error }) => Math.max(most, finite(value + error)), 0);
  const low = negative ? bars.reduce((least, { value, error }) => Math.min(least, finite(value - error)), 0) : 0;
  const high = top === low ? 1 : top;
  const right = size.width - size.right;
  const bottom = size.height - size.bottom;
  const across = (x: number): string => showNumber(size.left + ((x - first) / (last - first)) * (right - size.left), 5);
  const up = (y: number): string =>
    showNumber(bottom - ((Math.min(high, Math.max(low, finite(y))) - low) / (high - low)) * (bottom - size.top), 5);

  const outline = bars
    .map(({ from, to, value }) => `L${across(from)} ${up(value)}L${across(to)} ${up(value)}`)
    .join("");
  const errors = bars
    .filter(({ error }) => error > 0)
    .map(({ from, to, value, error }) => `M${across((from + to) / 2)} ${up(value - error)}V${up(value + error)}`)
    .join("");
  const below = ticksIn(first, last, 6).map(
    (x) => `<text x="${across(x)}" y="${size.height - 8}" text-anchor="middle">${showNumber(x)}</text>`,
  );
  const beside = ticksIn(low, high, 8).map(
    (y) => `<text x="${size.left - 6}" y="${up(y)}" dy="4" text-anchor="end">${showNumber(y)}</text>`,
  );
  const marks = [
    ...ticksIn(first, last, 6).map((x) => `M${across(x)} ${bottom}v4`),
    ...ticksIn(low, high, 8).map((y) => `M${size.left} ${up(y)}h-4`),
  ];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}" `,
    `viewBox="0 0 ${size.width} ${size.height}" font-family="sans-serif" font-size="11" fill="currentColor">`,
    `<path d="M${across(first)} ${up(0)}${outline}L${across(last)} ${up(0)}Z" fill="#4682b4" fill-opacity=".5" stroke="#4682b4"/>`,
    `<path d="${errors}M${size.left} ${size.top}V${bottom}H${right}${marks.join("")}" fill="none" stroke="currentColor"/>`,
    ...below,
    ...beside,
    "</svg>",
  ].join("");
};
