import { compare, type Difference, relativeError, type Verdict } from "./difference.ts";
import type { WrongDerivative } from "./suspect.ts";

export type DerivativeMode = "forward" | "reverse";

/** The derivative along a random direction of one argument, of a random sum of all numbers of the value. */
export interface ArgumentCheck {
  readonly forward: number | undefined;
  readonly reverse: number | undefined;
  readonly difference: number;
  /** What the difference says of its own error; much of it means a kink or a jump. */
  readonly differenceError: number;
  /** How far the worst mode is from the difference beyond its error, of the larger of the two. */
  readonly relativeError: number;
}

/** How far forward and reverse mode may differ, of the numbers that add up to them. */
const rounding = 1e-9;
/** The same, of the value: what its derivatives may have lost where they cancel. */
const lost = 2 ** -45;

export interface Judged {
  readonly check: ArgumentCheck;
  readonly verdict: Verdict;
}

/** The derivatives along one direction, by mode, against the difference along it. */
export const judged = (
  found: Difference,
  slopes: Partial<Record<DerivativeMode, number>>,
  size: number,
  terms: number,
): Judged => {
  const given = Object.values(slopes);
  const verdicts = given.map((slope) => compare(slope, found, size));
  const { forward, reverse } = slopes;
  const agree =
    forward === undefined ||
    reverse === undefined ||
    Object.is(forward, reverse) ||
    Math.abs(forward - reverse) <= rounding * Math.max(Math.abs(forward), Math.abs(reverse), terms) + lost * size;
  return {
    check: {
      forward,
      reverse,
      difference: found.value,
      differenceError: found.error,
      relativeError: Math.max(...given.map((slope) => relativeError(slope, found))),
    },
    verdict: !agree || verdicts.includes("unlike") ? "unlike" : verdicts.includes("unknown") ? "unknown" : "alike",
  };
};

/** The derivative that is farthest from the difference. */
const worst = ({ forward, reverse, difference }: ArgumentCheck): number => {
  const far = (slope: number): number => Math.abs(slope - difference);
  if (forward === undefined || reverse === undefined) return forward ?? reverse ?? Number.NaN;
  return Number.isNaN(forward) || far(forward) >= far(reverse) ? forward : reverse;
};

/** The culprits, or where there are none, the arguments whose derivatives disagree. */
export const named = (
  bad: readonly (Judged & { readonly name: string })[],
  culprits: readonly WrongDerivative[],
): readonly WrongDerivative[] =>
  culprits.length > 0
    ? culprits
    : bad.map(({ name, check, verdict }) => ({
        what:
          verdict === "unknown"
            ? `the differences by ${name} do not converge: a kink, a jump or the end of the domain is near`
            : `the derivative by ${name}, though no primitive or rule on the way is wrong by itself`,
        where: undefined,
        derivative: worst(check),
        difference: check.difference,
      }));
