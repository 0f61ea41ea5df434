import { powers, weigh, windowCells } from "../primitives/index.ts";

const times = weigh.primitive.evaluate as (x: number, y: number) => number;

/** A motion of places: by `slope * u + offset`, apart from those in a window of cells from `from` on. */
export interface Motion {
  readonly slope: number;
  readonly offset: number;
  readonly from: number;
}

/** Calls `each` for the inner cells out of the window: with where their moments begin, and how far their centre moves. */
const forCells = (
  size: number,
  { slope, offset, from }: Motion,
  each: (start: number, centre: number) => void,
): void => {
  const inner = size / powers - 2;
  for (let cell = 0; cell < inner; cell++)
    if (cell < from || cell >= from + windowCells) each((cell + 1) * powers, slope * (cell + 0.5) + offset);
};

/** What moments change by when places move. */
export const movedMoments = (moments: Float64Array, motion: Motion): Float64Array => {
  const changes = new Float64Array(moments.length);
  forCells(moments.length, motion, (start, centre) => {
    for (let k = start + 1; k < start + powers; k++)
      changes[k] = (k - start) * (times(motion.slope, moments[k] ?? 0) + times(centre, moments[k - 1] ?? 0));
  });
  return changes;
};

/** The transpose of `movedMoments`. */
export const probedMotion = (weights: Float64Array, motion: Motion): Float64Array => {
  const moments = new Float64Array(weights.length);
  forCells(weights.length, motion, (start, centre) => {
    for (let k = 0; k < powers; k++) {
      const next = k + 1 < powers ? (k + 1) * times(centre, weights[start + k + 1] ?? 0) : 0;
      moments[start + k] = k * times(motion.slope, weights[start + k] ?? 0) + next;
    }
  });
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
