import { emit } from "../lambda/index.ts";
import { mul } from "../primitives/index.ts";
import { type Atom, type Builder, type Choice, constant, type Equation } from "../program/index.ts";
import { activity } from "./activity.ts";
import { checkDraws } from "./draws.ts";
import { type Collected, type Contribution, collect, combine } from "./fill.ts";
import { answered, everywhere, type Interval, probabilityOf, turned } from "./interval.ts";
import { choiceOf, outcomesOf, type State } from "./outcomes.ts";
import type { Fill } from "./pipeline.ts";
import { quantityOf, termsOf } from "./quantity.ts";
import { spread } from "./spread.ts";
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

const intervalsOf = (b: Builder, { answers }: State): ReadonlyMap<string, Interval> => {
  const intervals = new Map<string, Interval>();
  for (const { threshold, holds } of answers)
    intervals.set(threshold.quantity.key, answered(b, intervals.get(threshold.quantity.key), threshold, holds));
  return intervals;
};

const contributionOf = (b: Builder, fill: Fill, state: State, note: (treatment: Treatment) => void): Collected => {
  checkDraws(
    b,
    state.answers.map(({ threshold }) => threshold),
  );
  const intervals = new Map(intervalsOf(b, state));
  const noisy = state.x && observableWidth(b, fill, state.x);
  const observed = noisy && state.x && quantityOf(termsOf(b, state.x));
  const shared = observed && intervals.get(observed.key);
  if (observed) intervals.delete(observed.key);
  const probability = [...intervals.values()].reduce<Atom>(
    (p, interval) => emit(b, mul, p, probabilityOf(b, interval)),
    constant(1),
  );
  const contribution: Contribution = { ...state, probability };
  if (!noisy) return collect(b, fill, contribution);
  note({
    kind: "observable",
    treatment: "exact",
    label: fill.sink.operator,
    text: String(fill.sink.f),
    width: programOf(b, noisy.width),
    choices: noisy.choices,
  });
  const interval = shared && observed?.sign === -1 ? turned(b, shared) : shared;
  return spread(b, fill, contribution, noisy.width, interval ?? everywhere);
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
  const parts = outcomes.map((state) =>
    contributionOf(b, fill, state, (treatment) => {
      if (!noted.has(treatment.label)) treatments.push(treatment);
      noted.add(treatment.label);
    }),
  );
  return { collected: combine(b, parts), treatments: [...treatments, ...stayingHard(b, fill, seen)] };
};
