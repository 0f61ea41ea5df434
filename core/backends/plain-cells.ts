import { powers } from "../primitives/index.ts";

/** A motion of places by `slope * u + offset`. */
export interface Line {
  readonly slope: number;
  readonly offset: number;
}

/** Numbers that multiply what stands from a place on: a multiple of eight of them. */
export interface Factors {
  readonly series: Float64Array;
  readonly start: number;
}

/** What moments of cells add up to. */
export interface CellSums {
  /** The sum of products of some factors, once for each of them. */
  readonly crossed: Float64Array;
  /** The zeroth moments from each border to the next one. */
  readonly held: Float64Array;
}

const productOf = (moments: Float64Array, { series, start }: Factors): number => {
  let [a, b, c, d, e, f, g, h] = [0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < series.length; i += 8) {
    a += (series[i] ?? 0) * (moments[start + i] ?? 0);
    b += (series[i + 1] ?? 0) * (moments[start + i + 1] ?? 0);
    c += (series[i + 2] ?? 0) * (moments[start + i + 2] ?? 0);
    d += (series[i + 3] ?? 0) * (moments[start + i + 3] ?? 0);
    e += (series[i + 4] ?? 0) * (moments[start + i + 4] ?? 0);
    f += (series[i + 5] ?? 0) * (moments[start + i + 5] ?? 0);
    g += (series[i + 6] ?? 0) * (moments[start + i + 6] ?? 0);
    h += (series[i + 7] ?? 0) * (moments[start + i + 7] ?? 0);
  }
  return a + b + (c + d) + (e + f + (g + h));
};

const heldIn = (moments: Float64Array, from: number, to: number): number => {
  let sum = 0;
  for (let i = from; i < to; i += powers) sum += moments[i] ?? 0;
  return sum;
};

/** @param borders - where the moments begin that are added up, and where the last ones end */
export const plainSums = (
  moments: Float64Array,
  factors: readonly Factors[],
  borders: readonly number[],
): CellSums => ({
  crossed: Float64Array.from(factors, (each) => productOf(moments, each)),
  held: Float64Array.from(borders.slice(1), (to, k) => heldIn(moments, borders[k] ?? 0, to)),
});

const isEmpty = (moments: Float64Array, start: number): boolean =>
  moments.subarray(start, start + powers).every((x) => x === 0);

/**
 * Writes what the moments of inner cells from one on to another change by when places move. Those of an empty cell stay,
 * however far it moves.
 */
export const putMoved = (
  changes: Float64Array,
  moments: Float64Array,
  { slope, offset }: Line,
  [from, to]: readonly [number, number],
): void => {
  for (let cell = from; cell < to; cell++) {
    const start = (cell + 1) * powers;
    const centre = slope * (cell + 0.5) + offset;
    if (!Number.isFinite(centre) && isEmpty(moments, start)) continue;
    let before = moments[start] ?? 0;
    for (let k = 1; k < powers; k++) {
      const own = moments[start + k] ?? 0;
      changes[start + k] = k * (slope * own + centre * before);
      before = own;
    }
  }
};
