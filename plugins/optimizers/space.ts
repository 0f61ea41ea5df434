import { type Adjustable, checkAdjustables, limitsOf, widthOf } from "./adjustable.ts";
import type { Point } from "./objective.ts";

/** The parameters of a search, numbered: a place is a list of their values. */
export interface Space {
  readonly names: readonly string[];
  readonly widths: readonly number[];
  readonly start: readonly number[];
  /** The values of a place by name. */
  point(place: readonly number[]): Point;
  /** The nearest place within the limits. */
  project(place: readonly number[]): readonly number[];
  /** 1 on the upper limit of parameter `k`, -1 on the lower one, 0 between them. */
  wall(place: readonly number[], k: number): -1 | 0 | 1;
}

/** Numbers by name in an object without prototype, so that any name is a name. */
export const byName = (names: readonly string[], values: readonly number[]): Point => {
  const record: Record<string, number> = Object.create(null);
  names.forEach((name, k) => {
    record[name] = values[k] ?? Number.NaN;
  });
  return record;
};

/** The largest distance of two places in one parameter, in widths. */
export const distance = ({ widths }: Space, a: readonly number[], b: readonly number[]): number =>
  Math.max(...widths.map((width, k) => Math.abs((a[k] ?? 0) - (b[k] ?? 0)) / width));

/**
 * The space of a search.
 * @param adjustables - the parameters
 * @param unit - width of those that state neither a width nor two finite limits
 * @throws E_PARAMETER for repeated names, for a start outside the limits and for a parameter without a scale
 */
export const spaceOf = (adjustables: readonly Adjustable[], unit?: number): Space => {
  checkAdjustables(adjustables);
  const names = adjustables.map(({ name }) => name);
  const low = adjustables.map((adjustable) => limitsOf(adjustable)[0]);
  const high = adjustables.map((adjustable) => limitsOf(adjustable)[1]);
  return {
    names,
    widths: adjustables.map((adjustable) => widthOf(adjustable, unit)),
    start: adjustables.map(({ value }) => value),
    point: (place) => byName(names, place),
    project: (place) => place.map((x, k) => Math.min(Math.max(x, low[k] ?? x), high[k] ?? x)),
    wall: (place, k) =>
      (place[k] ?? 0) >= (high[k] ?? Infinity) ? 1 : (place[k] ?? 0) <= (low[k] ?? -Infinity) ? -1 : 0,
  };
};
