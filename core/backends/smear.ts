import { edgeSeries } from "../numerics/index.ts";
import { powers } from "../primitives/index.ts";
import type { Settings } from "../program/index.ts";

/** Cells of a width around the edges of bins: those of the bins, and as many `beyond` on either side as are in reach. */
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

/** The first and the last edge within reach of an inner cell, and where the series of the first one stands. */
const inReach = ({ perBin, beyond }: Cells, cell: number, edges: number): readonly [number, number] => [
  Math.max(0, Math.ceil((cell - 2 * beyond + 1) / perBin)),
  Math.min(edges - 1, Math.floor(cell / perBin)),
];

/** The bin in which a cell lies, with 0 for the underflow. */
const binOf = ({ perBin, beyond }: Cells, cell: number, edges: number): number =>
  Math.max(0, Math.min(edges, Math.floor((cell - beyond) / perBin) + 1));

/** Where the coefficients of a cell stand in the series of an edge. */
const placeIn = ({ perBin }: Cells, cell: number, edge: number): number => (cell - edge * perBin) * powers;

const isEmpty = (moments: Float64Array, start: number): boolean => {
  for (let k = 0; k < powers; k++) if (moments[start + k] !== 0) return false;
  return true;
};

/** Bins, with under- and overflow, of what moments stand for. */
export const smeared = (moments: Float64Array, size: number, settings: Settings): Float64Array => {
  const cells = cellsOf(settings);
  const { series } = cells;
  const [bins, edges] = [new Float64Array(size), size - 1];
  const crossing = new Float64Array(edges);
  const inner = moments.length / powers - 2;
  for (let cell = 0; cell < inner; cell++) {
    const start = (cell + 1) * powers;
    if (isEmpty(moments, start)) continue;
    const bin = binOf(cells, cell, edges);
    bins[bin] = (bins[bin] ?? 0) + (moments[start] ?? 0);
    const [first, last] = inReach(cells, cell, edges);
    for (let edge = first; edge <= last; edge++) {
      const from = placeIn(cells, cell, edge);
      let sum = 0;
      for (let k = 0; k < powers; k++) sum += (series[from + k] ?? 0) * (moments[start + k] ?? 0);
      crossing[edge] = (crossing[edge] ?? 0) + sum;
    }
  }
  bins[0] = (bins[0] ?? 0) + (moments[0] ?? 0);
  bins[edges] = (bins[edges] ?? 0) + (moments[(inner + 1) * powers] ?? 0);
  return bins.map((content, bin) => content + (crossing[bin] ?? 0) - (crossing[bin - 1] ?? 0));
};

/** What each moment contributes to a sum over bins that counts each bin so often. */
export const probed = (weights: Float64Array, size: number, settings: Settings): Float64Array => {
  const cells = cellsOf(settings);
  const { series } = cells;
  const [moments, edges] = [new Float64Array(size), weights.length - 1];
  const inner = size / powers - 2;
  for (let cell = 0; cell < inner; cell++) {
    const start = (cell + 1) * powers;
    moments[start] = weights[binOf(cells, cell, edges)] ?? 0;
    const [first, last] = inReach(cells, cell, edges);
    for (let edge = first; edge <= last; edge++) {
      const [from, down] = [placeIn(cells, cell, edge), (weights[edge] ?? 0) - (weights[edge + 1] ?? 0)];
      for (let k = 0; k < powers; k++) moments[start + k] = (moments[start + k] ?? 0) + down * (series[from + k] ?? 0);
    }
  }
  moments[0] = weights[0] ?? 0;
  moments[(inner + 1) * powers] = weights[edges] ?? 0;
  return moments;
};
