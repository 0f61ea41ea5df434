import { powers, windowCells } from "../primitives/index.ts";
import { type Line, putMoved } from "./plain-cells.ts";
import { cellsInVectors } from "./wasm/cells.ts";

/** A motion of places, apart from those in a window of cells from `from` on. */
export interface Motion extends Line {
  readonly from: number;
}

type Range = readonly [from: number, to: number];

/** The inner cells below a window, and those above it. */
const outside = (inner: number, from: number): readonly Range[] => {
  const within = (cell: number): number => Math.min(Math.max(0, Math.ceil(cell)), inner);
  return Number.isNaN(from)
    ? [[0, inner]]
    : [
        [0, within(from)],
        [within(from + windowCells), inner],
      ];
};

/** What moments change by when places move; those of an empty cell stay, however far it moves. */
export const movedMoments = (moments: Float64Array, { slope, offset, from }: Motion): Float64Array => {
  const line = { slope, offset };
  const inner = moments.length / powers - 2;
  const ranges = outside(inner, from);
  const areFinite = [0.5, inner - 0.5].every((centre) => Number.isFinite(slope * centre + offset));
  const moved = areFinite ? cellsInVectors()?.moved(moments, line, ranges) : undefined;
  if (moved) return moved;
  const changes = new Float64Array(moments.length);
  for (const range of ranges) putMoved(changes, moments, line, range);
  return changes;
};

/** The transpose of `movedMoments`. */
export const probedMotion = (weights: Float64Array, { slope, offset, from }: Motion): Float64Array => {
  const moments = new Float64Array(weights.length);
  const inner = weights.length / powers - 2;
  for (let cell = 0; cell < inner; cell++) {
    if (cell >= from && cell < from + windowCells) continue;
    const [start, centre] = [(cell + 1) * powers, slope * (cell + 0.5) + offset];
    for (let k = 0; k < powers; k++) {
      const next = k + 1 < powers ? (k + 1) * centre * (weights[start + k + 1] ?? 0) : 0;
      moments[start + k] = k * slope * (weights[start + k] ?? 0) + next;
    }
  }
  return moments;
};

/** Where the inner cells of a window that are inner cells of all begin and end, counted among all of them. */
const overlap = (size: number, from: number): readonly [first: number, end: number] => [
  Math.max(0, from),
  Math.min(size / powers - 2, from + windowCells),
];

/** Adds moments of the inner cells of a window to those of all cells. */
export const addWindow = (all: Float64Array, window: Float64Array, from: number): void => {
  const [first, end] = overlap(all.length, from);
  const shift = from * powers;
  for (let i = (first + 1) * powers; i < (end + 1) * powers; i++) all[i] = (all[i] ?? 0) + (window[i - shift] ?? 0);
};

/** The moments of the inner cells of a window among all. */
export const cutWindow = (all: Float64Array, from: number, size: number): Float64Array => {
  const window = new Float64Array(size);
  const [first, end] = overlap(all.length, from);
  if (first < end) window.set(all.subarray((first + 1) * powers, (end + 1) * powers), (first - from + 1) * powers);
  return window;
};
