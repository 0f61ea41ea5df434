import { emit } from "../lambda/index.ts";
import { and, isFiniteNumber } from "../primitives/index.ts";
import { type Atom, type Builder, type Equation, keyOfAtom } from "../program/index.ts";
import { answersOf, productOf } from "./answers.ts";
import { checkDraws } from "./draws.ts";
import { type Collected, type Contribution, collect, combine } from "./fill.ts";
import { noiseOf } from "./noise.ts";
import { outcomesOf, type State } from "./outcomes.ts";
import type { Fill } from "./sink.ts";
import { spread } from "./spread.ts";
import { programOf, stayingHard, type Treatment, textOf } from "./treatment.ts";

export interface Relaxed {
  readonly collected: Collected;
  readonly treatments: readonly Treatment[];
}

/**
 * Outcomes that differ in what they fill: one whose value is not finite is left out, as a guard means it, and counted
 * with its probability.
 */
export const guarded = (b: Builder, outcomes: readonly State[]): readonly State[] => {
  const values = new Set(outcomes.map(({ observed, weight }) => [...observed, weight].map(keyOfAtom).join(" ")));
  if (values.size < 2) return outcomes;
  return outcomes.map((state) => {
    const finite = [...state.observed, state.weight].map((atom) => emit(b, isFiniteNumber, atom));
    return { ...state, present: finite.reduce((all, atom) => emit(b, and, all, atom), state.present) };
  });
};

/** The probability of the answers of an outcome. */
export const oddsOf = (b: Builder, state: State): Atom => productOf(b, answersOf(b, state));

const contributionOf = (b: Builder, fill: Fill, state: State, note: (treatment: Treatment) => void): Collected => {
  const { operator, kind, f } = fill.sink;
  const noises = state.observed.map((x, k) => noiseOf(b, fill, x, k));
  const answers = answersOf(b, state);
  checkDraws(b, [
    ...state.answers.map(({ threshold }) => threshold),
    ...noises.flatMap((noise) => (noise?.quantity ? [{ quantity: noise.quantity, equation: undefined }] : [])),
  ]);
  noises.forEach((noise, k) => {
    if (noise)
      note({
        kind: "observable",
        treatment: "exact",
        label: kind === "grid" ? `${operator}, axis ${k}` : operator,
        text: String(f),
        width: programOf(b, noise.width),
        choices: noise.choices,
      });
  });
  const likelihood = oddsOf(b, state);
  const contribution: Contribution = { ...state, probability: likelihood, likelihood };
  return noises.some(Boolean) ? spread(b, fill, contribution, noises, answers) : collect(b, fill, contribution);
};

/**
 * The relaxed meaning of a fill: the expectation of the hard one when every quantity that is compared under a choice
 * carries normal noise. The joint answers of the comparisons are followed one by one, so conditions may be combined in
 * any way.
 * @throws E_SOFT with the place of a construct that has no relaxed meaning here, E_LIMIT above 256 outcomes
 */
export const relax = (b: Builder, fill: Fill): Relaxed => {
  const treatments: Treatment[] = [];
  const seen = new Set<Equation>();
  const outcomes = outcomesOf(b, fill, ({ threshold, choices }) => {
    if (seen.has(threshold.equation)) return;
    seen.add(threshold.equation);
    const label = threshold.equation.from?.label ?? fill.sink.operator;
    treatments.push({
      kind: "comparison",
      treatment: "exact",
      label,
      text: textOf(threshold.equation),
      width: programOf(b, threshold.width),
      choices,
    });
  });
  const noted = new Set<string>();
  const parts = guarded(b, outcomes).map((state) =>
    contributionOf(b, fill, state, (treatment) => {
      if (!noted.has(treatment.label)) treatments.push(treatment);
      noted.add(treatment.label);
    }),
  );
  return { collected: combine(b, parts), treatments: [...treatments, ...stayingHard(b, fill, seen)] };
};
