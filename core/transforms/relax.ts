import { emit } from "../lambda/index.ts";
import { and, div, isFiniteNumber, mul } from "../primitives/index.ts";
import { type Atom, type Builder, type Equation, keyOfAtom } from "../program/index.ts";
import { type Answers, answersOf, productOf } from "./answers.ts";
import { roomFor } from "./cells.ts";
import { checkDraws, checkKeys } from "./draws.ts";
import { type Collected, type Contribution, collect, combine } from "./fill.ts";
import { knownOf } from "./known-noise.ts";
import { type Noise, noiseOf } from "./noise.ts";
import { outcomesOf, type State } from "./outcomes.ts";
import { quantityOf } from "./quantity.ts";
import type { Fill } from "./sink.ts";
import { spread } from "./spread.ts";
import { noisyOrder, programOf, stayingHard, type Treatment, textOf } from "./treatment.ts";

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
export const oddsOf = (b: Builder, state: State): Atom => emit(b, mul, state.chance, productOf(b, answersOf(b, state)));

/** What is known of the noise of an observable by the answers of lists, whose probability is in the chance already. */
const knownAnswers = (b: Builder, { known }: State, noises: readonly (Noise | undefined)[]): Answers =>
  new Map(
    noises.flatMap((noise) => {
      const key = noise?.quantity?.key;
      const found = key === undefined ? undefined : knownOf(b, known, key);
      return key !== undefined && found ? [[key, found] as const] : [];
    }),
  );

const contributionOf = (
  b: Builder,
  whole: Fill,
  state: State,
  room: number,
  note: (treatment: Treatment) => void,
): Collected => {
  const fill = { ...whole, axis: state.axis };
  const { operator, kind, f } = fill.sink;
  const deviation = state.matched?.deviation;
  const noises = state.observed.map((x, k): Noise | undefined =>
    deviation ? { width: deviation, choices: [], quantity: undefined } : noiseOf(b, fill, x, k),
  );
  const given = knownAnswers(b, state, noises);
  const answers = new Map([...given, ...answersOf(b, state)]);
  const noisy = [
    ...state.known.flatMap(({ parts }) => {
      const quantity = quantityOf(parts);
      return quantity ? [{ quantity, equation: undefined }] : [];
    }),
    ...state.answers.map(({ threshold }) => threshold),
    ...noises.flatMap((noise) => (noise?.quantity ? [{ quantity: noise.quantity, equation: undefined }] : [])),
  ];
  checkDraws(b, noisy);
  checkKeys(b, state.orders, noisy);
  noises.forEach((noise, k) => {
    if (noise)
      note({
        kind: "observable",
        treatment: deviation ? "matched" : "exact",
        label: kind === "grid" ? `${operator}, axis ${k}` : operator,
        text: String(f),
        width: programOf(b, noise.width),
        choices: noise.choices,
      });
  });
  const likelihood = oddsOf(b, state);
  const chance = given.size > 0 ? emit(b, div, state.chance, productOf(b, given)) : state.chance;
  const contribution: Contribution = { ...state, chance, probability: likelihood, likelihood };
  return noises.some(Boolean) ? spread(b, fill, contribution, noises, answers, room) : collect(b, fill, contribution);
};

/**
 * The relaxed meaning of a fill: the expectation of the hard one when every quantity that is compared under a choice
 * carries normal noise. The joint answers of the comparisons are followed one by one, so conditions may be combined in
 * any way.
 * @param together - how many fills one pass has
 * @throws E_SOFT with the place of a construct that has no relaxed meaning here, E_LIMIT above 256 outcomes
 */
export const relax = (b: Builder, fill: Fill, together = 1): Relaxed => {
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
  for (const { equation } of outcomes[0]?.orders ?? [])
    if (equation) {
      seen.add(equation);
      treatments.push(noisyOrder(b, equation, fill));
    }
  const noted = new Set<string>();
  const states = guarded(b, outcomes);
  const room = roomFor(b, fill, states.length * together);
  const parts = states.map((state) =>
    contributionOf(b, fill, state, room, (treatment) => {
      if (!noted.has(treatment.label)) treatments.push(treatment);
      noted.add(treatment.label);
    }),
  );
  return { collected: combine(b, parts), treatments: [...treatments, ...stayingHard(b, fill, seen)] };
};
