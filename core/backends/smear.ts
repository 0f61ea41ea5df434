import { edgeSeries } from "../numerics/index.ts";
import { powers } from "../primitives/index.ts";
import type { Settings } from "../program/index.ts";

/** How cells lie around the edges of bins, and the series of all cells within reach of one edge. */
interface Cells {
  readonly perBin: number;
  readonly beyond: number;
  readonly series: Float64Array;
}

const known = new WeakMap<Settings, Cells>();

const cellsOf = (settings: Settings): Cells => {
  const made = known.get(settings);
  if (made) return made;
  const [step, perBin, beyond] = [settings.step, settings.perBin, settings.beyond].map(Number);
  if (!step || !perBin || !beyond) throw new TypeError("cells have a width, and bins a number of them");
  const cells = { perBin, beyond, series: edgeSeries(step, beyond, powers) };
  known.set(settings, cells);
  return cells;
};

/** Where the moments of the cells within reach of an edge begin; those of its series lie in the same order. */
const startOf = ({ perBin }: Cells, edge: number): number => (edge * perBin + 1) * powers;

/** The bin in which a cell lies, with 0 for the underflow. */
const binOf = ({ perBin, beyond }: Cells, cell: number, edges: number): number =>
  Math.max(0, Math.min(edges, Math.floor((cell - 1 - beyond) / perBin) + 1));

/** The sum of products with what stands from a place on; a multiple of four of them, so that four sums run side by side. */
const product = (series: Float64Array, moments: Float64Array, start: number): number => {
  let [a, b, c, d] = [0, 0, 0, 0];
  for (let i = 0; i < series.length; i += 4) {
    a += (series[i] ?? 0) * (moments[start + i] ?? 0);
    b += (series[i + 1] ?? 0) * (moments[start + i + 1] ?? 0);
    c += (series[i + 2] ?? 0) * (moments[start + i + 2] ?? 0);
    d += (series[i + 3] ?? 0) * (moments[start + i + 3] ?? 0);
  }
  return a + b + (c + d);
};

/** Bins, with under- and overflow, of what moments stand for: each has what its cells hold, and what crosses its edges. */
export const smeared = (moments: Float64Array, size: number, settings: Settings): Float64Array => {
  const cells = cellsOf(settings);
  const [bins, edges] = [new Float64Array(size), size - 1];
  for (let cell = 0; cell * powers < moments.length; cell++) {
    const bin = binOf(cells, cell, edges);
    bins[bin] = (bins[bin] ?? 0) + (moments[cell * powers] ?? 0);
  }
  const crossing = Float64Array.from({ length: edges }, (_, edge) =>
    product(cells.series, moments, startOf(cells, edge)),
  );
  return bins.map((content, bin) => content + (crossing[bin] ?? 0) - (crossing[bin - 1] ?? 0));
};

/** What each moment contributes to a sum over bins that counts each bin so often. */
export const probed = (weights: Float64Array, size: number, settings: Settings): Float64Array => {
  const cells = cellsOf(settings);
  const { series } = cells;
  const [moments, edges] = [new Float64Array(size), weights.length - 1];
  for (let cell = 0; cell * powers < size; cell++) moments[cell * powers] = weights[binOf(cells, cell, edges)] ?? 0;
  for (let edge = 0; edge < edges; edge++) {
    const [start, down] = [startOf(cells, edge), (weights[edge] ?? 0) - (weights[edge + 1] ?? 0)];
    for (let i = 0; i < series.length; i++) moments[start + i] = (moments[start + i] ?? 0) + down * (series[i] ?? 0);
  }
  return moments;
};
