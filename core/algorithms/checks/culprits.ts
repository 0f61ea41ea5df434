import { suspectRules } from "./own-rules.ts";
import { suspectPartials } from "./partials.ts";
import { reachedBy } from "./reached.ts";
import { once, type WrongDerivative } from "./suspect.ts";

const reasons = {
  unlike: "",
  unknown: ", where its differences do not converge: a kink, a jump or the end of its domain is near",
} as const;

/**
 * Which derivatives of primitives and which own rules disagree with differences, at the values that a function reaches
 * at a point; where none does, those that differences cannot judge.
 */
export const culpritsOf = (
  f: object,
  inputs: readonly unknown[],
  uniform: () => number,
): readonly WrongDerivative[] => {
  const suspects = reachedBy(f, inputs).flatMap(({ statement, varied, samples }) =>
    statement.kind === "equation"
      ? suspectPartials(statement.equation, varied, samples)
      : suspectRules(statement, varied, samples, uniform),
  );
  const found = (["unlike", "unknown"] as const)
    .map((verdict) => once(suspects.filter((suspect) => suspect.verdict === verdict)))
    .find(({ length }) => length > 0);
  return (found ?? []).map(({ what, where, derivative, difference, verdict }) => ({
    what: `${what}${verdict === "alike" ? "" : reasons[verdict]}`,
    where,
    derivative,
    difference,
  }));
};
