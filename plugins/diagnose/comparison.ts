export type Verdict = "agrees" | "disagrees" | "undecidable";

/** A predicted change beside the change of the hard analysis, for one step of a parameter. */
export interface Comparison {
  /** The derivative times the step. */
  readonly predicted: number;
  /** Half the difference between the hard results a step up and a step down. */
  readonly actual: number;
  /** The statistical error of that half-difference, from the events that it moves. */
  readonly error: number;
  /** How many errors the two are apart. */
  readonly pull: number;
  readonly verdict: Verdict;
}

/** Fewer moved events than this decide nothing. */
const fewest = 10;
const furthest = 3;

/**
 * Compares a predicted with an actual change.
 * @param migrated - how many events or items the step moves
 * @param smallest - an error that no difference by moved events can be known better than: that of one event
 */
export const compared = (
  predicted: number,
  actual: number,
  error: number,
  migrated: number,
  smallest: number,
): Comparison => {
  const isMoved = migrated > 0 || actual === 0;
  const sigma = isMoved ? Math.max(error, smallest) : error;
  const pull = sigma > 0 ? (actual - predicted) / sigma : actual === predicted ? 0 : Number.POSITIVE_INFINITY;
  const isBeyond = Math.abs(pull) >= furthest;
  const hidden = (isMoved && migrated < fewest) || sigma > Math.max(Math.abs(predicted), Math.abs(actual));
  return { predicted, actual, error: sigma, pull, verdict: isBeyond ? "disagrees" : hidden ? "undecidable" : "agrees" };
};
