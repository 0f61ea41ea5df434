import type { Parameter, Result } from "../../core/index.ts";
import { type Comparison, compared } from "./comparison.ts";
import { contentsOf, slopesOf, variancesOf } from "./slopes.ts";

/** What a step of one parameter does to one region. */
export interface Region extends Comparison {
  /** Events or items that the step moves in, out, or to another bin. */
  readonly migrated: number;
  /** The part of the relaxed content that is due to its widths, estimated from widths half as large. */
  readonly bias: number;
  readonly bins: readonly Comparison[];
}

/** The same region under the meanings that a diagnosis compares. */
export interface Seen {
  readonly relaxed: Result;
  /** With widths half as large. */
  readonly narrower: Result;
  readonly hard: Result;
  /** Half the hard difference for a step of the parameter. */
  readonly contrast: Result;
}

const total = (values: Float64Array): number => values.reduce((sum, x) => sum + x, 0);

/** The error of half a difference made by one event of typical weight. */
const oneEvent = (hard: Result): number =>
  hard.entries > 0 ? 0.5 * Math.sqrt(total(variancesOf(hard)) / hard.entries) : 0.5;

/** Compares prediction and hard analysis in one region, in all and bin by bin. */
export const regionOf = async (
  { relaxed, narrower, hard, contrast }: Seen,
  parameter: Parameter,
  step: number,
): Promise<Region> => {
  const slopes = await slopesOf(relaxed, parameter);
  const [changes, variances] = [contentsOf(contrast), variancesOf(contrast)];
  const smallest = oneEvent(hard);
  const bins = [...slopes].map((slope, k) =>
    compared(slope * step, changes[k] ?? 0, Math.sqrt(variances[k] ?? 0), contrast.entries, smallest),
  );
  const all = compared(total(slopes) * step, total(changes), Math.sqrt(total(variances)), contrast.entries, smallest);
  const bias = (4 / 3) * (total(contentsOf(relaxed)) - total(contentsOf(narrower)));
  return { ...all, migrated: contrast.entries, bias, bins };
};
