import { emit } from "../lambda/index.ts";
import { max, min, neg, sub } from "../primitives/index.ts";
import { type Atom, type Builder, constant } from "../program/index.ts";
import type { Step } from "./step.ts";
import type { Threshold } from "./threshold.ts";

/** The part of a standard normal noise in which some comparisons of one quantity have given answers. */
export interface Interval {
  readonly low: Atom;
  readonly high: Atom;
}

/** No answer at all. */
export const everywhere: Interval = {
  low: constant(Number.NEGATIVE_INFINITY),
  high: constant(Number.POSITIVE_INFINITY),
};

/** True for a bound that is not plainly infinite. */
export const isBound = (atom: Atom): boolean => !(atom.kind === "const" && !Number.isFinite(atom.value));

const narrower = (b: Builder, { low, high }: Interval, above: boolean, z: Atom): Interval =>
  above
    ? { low: isBound(low) ? emit(b, max, low, z) : z, high }
    : { low, high: isBound(high) ? emit(b, min, high, z) : z };

/** The interval of a quantity after one more answer. */
export const answered = (b: Builder, before: Interval | undefined, threshold: Threshold, holds: boolean): Interval =>
  narrower(b, before ?? everywhere, threshold.above === holds, threshold.z);

/** The part of the noise that lies in two intervals. */
export const within = (b: Builder, outer: Interval, { low, high }: Interval): Interval =>
  narrower(b, narrower(b, outer, true, low), false, high);

/** The probability of an interval. */
export const probabilityOf = (b: Builder, { low, high }: Interval, { cdf }: Step): Atom => {
  const below = (z: Atom): Atom => emit(b, cdf, z);
  if (!isBound(low)) return isBound(high) ? below(high) : constant(1);
  if (!isBound(high)) return below(emit(b, neg, low));
  return emit(b, max, constant(0), emit(b, sub, below(high), below(low)));
};

/** The same answers, for the noise with its sign turned. */
export const turned = (b: Builder, { low, high }: Interval): Interval => ({
  low: isBound(high) ? emit(b, neg, high) : everywhere.low,
  high: isBound(low) ? emit(b, neg, low) : everywhere.high,
});
