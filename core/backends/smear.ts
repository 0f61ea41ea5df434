import { edgeSeries } from "../numerics/index.ts";
import { powers } from "../primitives/index.ts";
import type { Settings } from "../program/index.ts";
import { type Factors, plainSums } from "./plain-cells.ts";
import { cellsInVectors } from "./wasm/cells.ts";

/**
 * An edge among cells: the first inner cell above it, and what each cell within reach moves across it, with the place at
 * which the moments of these cells begin.
 */
interface Crossing extends Factors {
  readonly above: number;
}

/** How many series are kept for other edges of the same cells. */
const mostSeries = 8;

const seriesKnown = new Map<string, Float64Array>();

const seriesFor = (step: number, beyond: number, shift: number): Float64Array => {
  const key = `${step} ${beyond} ${shift}`;
  const series = seriesKnown.get(key) ?? edgeSeries(step, beyond, powers, shift);
  seriesKnown.delete(key);
  seriesKnown.set(key, series);
  for (const oldest of seriesKnown.keys()) if (seriesKnown.size > mostSeries) seriesKnown.delete(oldest);
  return series;
};

const crossingsOf = (edges: Float64Array, settings: Settings): readonly Crossing[] => {
  const [first = 0, size = 0, step = 0, beyond = 0] = ["first", "size", "step", "beyond"].map((name) =>
    Number(settings[name]),
  );
  const made = new Map<number, Float64Array>();
  const rounding = 4 * Number.EPSILON * (Math.abs(edges[0] ?? 0) + Math.abs(edges.at(-1) ?? 0) + Math.abs(first));
  return Array.from(edges, (edge) => {
    const place = (edge - first) / size;
    const above = Math.round(place);
    const shift = Math.abs(place - above) * size <= rounding ? 0 : place - above;
    const series = made.get(shift) ?? seriesFor(step, beyond, shift);
    made.set(shift, series);
    return { above, series, start: (above - beyond + 1) * powers };
  });
};

const known = new WeakMap<Settings, readonly Crossing[]>();

/** The crossings of some edges, which are always the same ones for the same settings. */
const crossingsFor = (edges: Float64Array, settings: Settings): readonly Crossing[] => {
  const crossings = known.get(settings) ?? crossingsOf(edges, settings);
  known.set(settings, crossings);
  return crossings;
};

/** Where the cells of each bin begin, those outside too, and where the last one ends. */
const bordersOf = (crossings: readonly Crossing[], size: number): readonly number[] =>
  [0].concat(
    crossings.map(({ above }) => Math.min((above + 1) * powers, size)),
    size,
  );

/** Bins, with under- and overflow, of what moments stand for: each has what its cells hold, and what crosses its edges. */
export const smeared = (moments: Float64Array, edges: Float64Array, settings: Settings): Float64Array => {
  const crossings = crossingsFor(edges, settings);
  const borders = bordersOf(crossings, moments.length);
  const { crossed, held } =
    cellsInVectors()?.sums(moments, crossings, borders) ?? plainSums(moments, crossings, borders);
  return held.map((content, bin) => content + (crossed[bin] ?? 0) - (crossed[bin - 1] ?? 0));
};

/** What each of so many moments contributes to a sum over bins that counts each bin so often. */
export const probed = (weights: Float64Array, edges: Float64Array, size: number, settings: Settings): Float64Array => {
  const crossings = crossingsFor(edges, settings);
  const moments = new Float64Array(size);
  const borders = bordersOf(crossings, size);
  for (let bin = 0; bin < weights.length; bin++)
    for (let i = borders[bin] ?? 0; i < (borders[bin + 1] ?? 0); i += powers) moments[i] = weights[bin] ?? 0;
  for (const [edge, { series, start }] of crossings.entries()) {
    const down = (weights[edge] ?? 0) - (weights[edge + 1] ?? 0);
    for (let i = 0; i < series.length; i++) moments[start + i] = (moments[start + i] ?? 0) + down * (series[i] ?? 0);
  }
  return moments;
};
