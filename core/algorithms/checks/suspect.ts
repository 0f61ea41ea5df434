import { caret } from "../../lambda/index.ts";
import type { Origin } from "../../program/index.ts";
import type { Verdict } from "./difference.ts";

/** A derivative that disagrees with differences, or that these cannot judge. */
export interface WrongDerivative {
  /** Whose derivative: a primitive and its input, an own rule, or an argument of the function. */
  readonly what: string;
  /** The place in the lambda, with a caret under it; undefined where none is known. */
  readonly where: string | undefined;
  readonly derivative: number;
  readonly difference: number;
}

export interface Suspect extends WrongDerivative {
  readonly verdict: Verdict;
}

export const placeOf = (from: Origin | undefined): string | undefined => from && caret(from.text, from.start, from.end);

/** One for each place and derivative, whatever the number of turns and of orders. */
export const once = <W extends WrongDerivative>(wrong: readonly W[]): readonly W[] => [
  ...new Map(wrong.map((each) => [`${each.what}\n${each.where}`, each] as const)).values(),
];
