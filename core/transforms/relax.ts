import { fail, type JagradError } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import { and, isFiniteNumber, mul } from "../primitives/index.ts";
import { type Atom, type Builder, type Choice, constant, type Equation, keyOfAtom } from "../program/index.ts";
import { activity } from "./activity.ts";
import { checkDraws } from "./draws.ts";
import { type Collected, type Contribution, collect, combine } from "./fill.ts";
import { answered, everywhere, type Interval, probabilityOf, turned } from "./interval.ts";
import { choiceOf, outcomesOf, type State } from "./outcomes.ts";
import { quantityOf, termsOf } from "./quantity.ts";
import type { Fill } from "./sink.ts";
import { spread } from "./spread.ts";
import { type Step, stepNamed } from "./step.ts";
import { programOf, stayingHard, type Treatment, textOf } from "./treatment.ts";
import { quadrature, widthOf } from "./width.ts";

export interface Relaxed {
  readonly collected: Collected;
  readonly treatments: readonly Treatment[];
}

const observableWidth = (
  b: Builder,
  fill: Fill,
  x: Atom,
): { readonly width: Atom; readonly choices: readonly Choice[] } | undefined => {
  const { edges, sink } = fill;
  if (!edges) return undefined;
  if (sink.bandwidth !== undefined) return { width: constant(sink.bandwidth), choices: [] };
  const program = b.program([x, edges]);
  const active = activity(program, choiceOf(program));
  const withWidth = (atom: Atom): readonly Choice[] => [...active(atom)].filter(({ width }) => (width ?? 0) > 0);
  const [ofX, ofEdges] = [withWidth(x), withWidth(edges)];
  const choices = [...new Set([...ofX, ...ofEdges])];
  const moving = sink.edges.flatMap((edge) =>
    typeof edge === "object" && edge.kind === "choice" && ofEdges.includes(edge) ? [edge] : [],
  );
  const parts = [
    widthOf(b, x, ofX),
    ...moving.map((edge) => b.input({ kind: "parameter", parameter: edge, part: "width" }, "f64", null)),
  ].filter((part): part is Atom => part !== undefined);
  const width = quadrature(b, parts);
  return width && { width, choices };
};

interface Answered {
  readonly interval: Interval;
  readonly step: Step;
}

const twoSteps = (where: string | undefined): JagradError =>
  fail("E_SOFT", {
    what: "one quantity is compared with noise of two distributions",
    where,
    cure: "state the same step for all comparisons of a quantity",
  });

/** What the answers of an outcome say about the noise of each quantity. */
const answersOf = (b: Builder, { answers }: State): ReadonlyMap<string, Answered> => {
  const all = new Map<string, Answered>();
  for (const { threshold, holds } of answers) {
    const { quantity, step, equation } = threshold;
    const before = all.get(quantity.key);
    if (before && before.step !== step) throw twoSteps(equation.from?.label);
    all.set(quantity.key, { interval: answered(b, before?.interval, threshold, holds), step });
  }
  return all;
};

const productOf = (b: Builder, answers: Iterable<Answered>): Atom =>
  [...answers].reduce<Atom>((p, { interval, step }) => emit(b, mul, p, probabilityOf(b, interval, step)), constant(1));

/**
 * Outcomes that differ in what they fill: one whose value is not finite is left out, as a guard means it, and counted
 * with its probability.
 */
export const guarded = (b: Builder, outcomes: readonly State[]): readonly State[] => {
  const values = new Set(outcomes.map(({ x, weight }) => `${x ? keyOfAtom(x) : ""} ${keyOfAtom(weight)}`));
  if (values.size < 2) return outcomes;
  return outcomes.map((state) => {
    const finite = [state.x, state.weight].flatMap((atom) => (atom ? [emit(b, isFiniteNumber, atom)] : []));
    return { ...state, present: finite.reduce((all, atom) => emit(b, and, all, atom), state.present) };
  });
};

/** The probability of the answers of an outcome. */
export const oddsOf = (b: Builder, state: State): Atom => productOf(b, answersOf(b, state).values());

const contributionOf = (b: Builder, fill: Fill, state: State, note: (treatment: Treatment) => void): Collected => {
  const answers = new Map(answersOf(b, state));
  const noisy = state.x && observableWidth(b, fill, state.x);
  const observed = noisy && state.x && quantityOf(termsOf(b, state.x));
  checkDraws(b, [
    ...state.answers.map(({ threshold }) => threshold),
    ...(observed ? [{ quantity: observed, equation: undefined }] : []),
  ]);
  const shared = observed && answers.get(observed.key);
  const stated = stepNamed(fill.sink.step);
  if (shared && fill.sink.step && shared.step !== stated) throw twoSteps(fill.sink.operator);
  const step = shared?.step ?? stated;
  if (observed) answers.delete(observed.key);
  const odds = productOf(b, answers.values());
  const likelihood = oddsOf(b, state);
  const contribution: Contribution = { ...state, probability: odds, likelihood };
  if (!noisy) return collect(b, fill, contribution);
  note({
    kind: "observable",
    treatment: "exact",
    label: fill.sink.operator,
    text: String(fill.sink.f),
    width: programOf(b, noisy.width),
    choices: noisy.choices,
  });
  const interval = shared && observed?.sign === -1 ? turned(b, shared.interval) : shared?.interval;
  return spread(b, fill, contribution, noisy.width, interval ?? everywhere, step);
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
