import { extrapolated } from "../extrapolated.ts";

/** A function of points that runs as JavaScript. */
export type PointFunction = (x: readonly number[]) => readonly number[];

const levels = 3;

/** The slopes of every number of the value by one coordinate. */
const slopesAlong = (f: PointFunction, x: readonly number[], j: number): readonly number[] => {
  const scale = Math.max(1e-3, Math.abs(x[j] ?? 0));
  return extrapolated((step) => f(x.with(j, (x[j] ?? 0) + step)), 1e-2 * scale, levels);
};

/** The derivatives of a function: a row for each coordinate, a column for each number of the value. */
export const plainSlopes = (f: PointFunction, x: readonly number[]): readonly (readonly number[])[] =>
  x.map((_, j) => slopesAlong(f, x, j));
