import { fail } from "../errors.ts";
import { emit } from "../lambda/index.ts";
import { add, and, div, eq, isFiniteNumber, mul, stopGradient, where } from "../primitives/index.ts";
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

/** What the answers of an outcome say about the noise of each quantity. */
const answersOf = (b: Builder, { answers }: State): ReadonlyMap<string, Answered> => {
  const all = new Map<string, Answered>();
  for (const { threshold, holds } of answers) {
    const { quantity, step, equation } = threshold;
    const before = all.get(quantity.key);
    if (before && before.step !== step)
      throw fail("E_SOFT", {
        what: "one quantity is compared with noise of two distributions",
        where: equation.from?.label,
        cure: "state the same step for all comparisons of a quantity",
      });
    all.set(quantity.key, { interval: answered(b, before?.interval, threshold, holds), step });
  }
  return all;
};

const productOf = (b: Builder, answers: Iterable<Answered>): Atom =>
  [...answers].reduce<Atom>((p, { interval, step }) => emit(b, mul, p, probabilityOf(b, interval, step)), constant(1));

const isUsable = (b: Builder, { x, weight, present }: State): Atom =>
  [x, weight].reduce<Atom>((all, atom) => (atom ? emit(b, and, all, emit(b, isFiniteNumber, atom)) : all), present);

/**
 * The factor by which outcomes count more because others, with a value that is not finite, are left out; nothing where
 * the value is the same in all outcomes.
 */
const remainderOf = (b: Builder, outcomes: readonly State[]): Atom | undefined => {
  const values = new Set(
    outcomes.map((state) => [state.x, state.weight].map((atom) => (atom ? keyOfAtom(atom) : "")).join()),
  );
  if (values.size < 2) return undefined;
  const sum = (terms: readonly Atom[]): Atom => terms.reduce((p, q) => emit(b, add, p, q));
  const odds = outcomes.map((state) => productOf(b, answersOf(b, state).values()));
  const kept = outcomes.map((state, k) => emit(b, where, isUsable(b, state), odds[k] ?? constant(0), constant(0)));
  if (kept.every((atom, k) => atom === odds[k])) return undefined;
  const left = sum(kept);
  const share = emit(b, div, sum(odds), left);
  return emit(b, where, emit(b, eq, emit(b, stopGradient, left), constant(0)), constant(1), share);
};

const contributionOf = (
  b: Builder,
  fill: Fill,
  state: State,
  remainder: Atom | undefined,
  note: (treatment: Treatment) => void,
): Collected => {
  const answers = new Map(answersOf(b, state));
  const noisy = state.x && observableWidth(b, fill, state.x);
  const observed = noisy && state.x && quantityOf(termsOf(b, state.x));
  checkDraws(b, [
    ...state.answers.map(({ threshold }) => threshold),
    ...(observed ? [{ quantity: observed, equation: undefined }] : []),
  ]);
  const shared = observed && answers.get(observed.key);
  const step = shared?.step ?? stepNamed(fill.sink.step);
  if (observed) answers.delete(observed.key);
  const odds = productOf(b, answers.values());
  const probability = remainder ? emit(b, mul, odds, remainder) : odds;
  const present = remainder ? isUsable(b, state) : state.present;
  const contribution: Contribution = { ...state, present, probability };
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
  const remainder = remainderOf(b, outcomes);
  const parts = outcomes.map((state) =>
    contributionOf(b, fill, state, remainder, (treatment) => {
      if (!noted.has(treatment.label)) treatments.push(treatment);
      noted.add(treatment.label);
    }),
  );
  return { collected: combine(b, parts), treatments: [...treatments, ...stayingHard(b, fill, seen)] };
};
