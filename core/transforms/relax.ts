import { fail, type JagradError } from "../errors.ts";
import { caret, emit } from "../lambda/index.ts";
import { add, eq, mul, sqrt, sub } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  atomsOfAxis,
  axesOf,
  axisOf,
  type Builder,
  type Choice,
  constant,
  type Equation,
  encloses,
  isConstant,
  keyOfAtom,
  nameOfAxis,
  type Program,
} from "../program/index.ts";
import { activity } from "./activity.ts";
import { checkDraws } from "./draws.ts";
import { type Collected, type Contribution, collect, combine } from "./fill.ts";
import { answered, type Interval, isOrder, probabilityOf, type Threshold, thresholdOf, widthOf } from "./noise.ts";
import type { Fill } from "./pipeline.ts";
import { spread } from "./spread.ts";
import { substitute } from "./substitute.ts";

/** What became of a comparison or of an observable: for people, and for the counts of a run. */
export interface Treatment {
  readonly kind: "comparison" | "observable" | "order";
  readonly treatment: "exact" | "hard";
  readonly label: string;
  readonly text: string;
  /** A program for the width, if it is the same for all events. */
  readonly width: Program | "per event" | undefined;
  readonly choices: readonly Choice[];
}

export interface Relaxed {
  readonly collected: Collected;
  readonly treatments: readonly Treatment[];
}

const mostOutcomes = 256;

const placeOf = ({ from }: Equation): string | undefined =>
  from && `${from.label}\n${from.text ? caret(from.text, from.start, from.end) : ""}`;

const refusal = (equation: Equation, what: string, cure: string): JagradError =>
  fail("E_SOFT", { what, where: placeOf(equation), cure });

const programOf = (b: Builder, width: Atom): Program | "per event" =>
  axisOf(width) === null ? b.program([width]) : "per event";

const textOf = ({ from, primitive }: Equation): string => from?.text.slice(from.start, from.end) ?? primitive.name;

const choiceOf =
  (program: Program) =>
  (atom: Atom): Choice | undefined => {
    const source = program.inputs.find(({ variable }) => variable === atom)?.source;
    return source?.kind === "parameter" && source.part === "value" && source.parameter.kind === "choice"
      ? source.parameter
      : undefined;
  };

interface Soft {
  readonly threshold: Threshold;
  readonly choices: readonly Choice[];
}

/** What some atoms depend on: the first comparison to relax, if any, and the comparisons that stay hard. */
const examine = (b: Builder, atoms: readonly Atom[], axis: Axis): Soft | undefined => {
  const program = b.program(atoms);
  const active = activity(program, choiceOf(program));
  const withWidth = (equation: Equation): readonly Choice[] =>
    [...new Set(equation.inputs.flatMap((input) => [...active(input)]))].filter(
      ({ width }) => (width ?? 0) > 0 || equation.from?.width !== undefined,
    );
  for (const equation of program.equations) {
    refuseActiveOrder(equation, (atom) => [...active(atom)].some(({ width }) => (width ?? 0) > 0));
    const choices = withWidth(equation);
    if (choices.length === 0) continue;
    if (equation.primitive === eq.primitive)
      throw refusal(
        equation,
        "an equality that depends on a choice has probability zero",
        "compare with < or >, or hold the choice: hold(p)",
      );
    if (!isOrder(equation)) continue;
    const soft = softOf(b, equation, choices);
    if (!soft) continue;
    if (!encloses(axisOf(equation.output), axis))
      throw refusal(
        equation,
        `a comparison of each of ${nameOfAxis(axisOf(equation.output))} that depends on a choice is asked about as a list; such lists are not relaxed yet`,
        "fill the items themselves, compare a number per event (ev.muon[0].pt, a sum), or hold the choice: hold(p)",
      );
    return soft;
  }
  return undefined;
};

const refuseActiveOrder = (equation: Equation, isActive: (atom: Atom) => boolean): void => {
  for (const axis of axesOf(equation))
    if (axis.extent.kind === "sorted" && atomsOfAxis(axis).some(isActive))
      throw refusal(
        equation,
        "an order that depends on a choice is not relaxed yet",
        "sort by a quantity of the data, or hold the choice in the key: hold(p)",
      );
};

const softOf = (b: Builder, equation: Equation, choices: readonly Choice[]): Soft | undefined => {
  const [x, y] = equation.inputs;
  if (!x || !y) return undefined;
  const own = choices.filter(({ width }) => (width ?? 0) > 0);
  const stated = equation.from?.width;
  const difference = emit(b, sub, x, y);
  const width = own.length > 0 ? widthOf(b, difference, own) : stated === undefined ? undefined : constant(stated);
  const threshold = width && thresholdOf(b, equation, width);
  return threshold && { threshold, choices };
};

/** A fill while its comparisons are answered one after the other. */
interface State {
  readonly conditions: readonly Atom[];
  readonly weight: Atom;
  readonly x: Atom | undefined;
  readonly present: Atom;
  readonly answers: readonly { readonly threshold: Threshold; readonly holds: boolean }[];
}

const atomsOf = ({ conditions, weight, x, present }: State): readonly Atom[] => [
  ...conditions,
  weight,
  present,
  ...(x ? [x] : []),
];

const answer = (b: Builder, state: State, threshold: Threshold, holds: boolean): State => {
  const atoms = substitute(b, atomsOf(state), new Map([[threshold.equation.output.id, constant(holds)]]));
  const n = state.conditions.length;
  return {
    conditions: atoms.slice(0, n).filter((atom) => !isConstant(atom, true)),
    weight: atoms[n] ?? state.weight,
    present: atoms[n + 1] ?? state.present,
    x: atoms[n + 2],
    answers: [...state.answers, { threshold, holds }],
  };
};

/** Every way in which the comparisons of a fill can come out, with what is left to compute then. */
const outcomesOf = (b: Builder, fill: Fill, found: (soft: Soft) => void): readonly State[] => {
  const follow = (state: State): readonly State[] => {
    if (state.conditions.some((atom) => isConstant(atom, false))) return [];
    const soft = examine(b, atomsOf(state), fill.axis);
    if (!soft) return [state];
    found(soft);
    return [true, false].flatMap((holds) => follow(answer(b, state, soft.threshold, holds)));
  };
  const { conditions, weight, x, present } = fill;
  const outcomes = follow({ conditions: conditions.map(({ atom }) => atom), weight, x, present, answers: [] });
  if (outcomes.length > mostOutcomes)
    throw fail("E_LIMIT", {
      what: `the conditions of ${fill.sink.operator} come out in ${outcomes.length} ways, more than ${mostOutcomes}`,
      cure: "hold some choices, or split the pipeline",
    });
  return outcomes;
};

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
  const [first, ...rest] = parts;
  if (!first) return undefined;
  const squares = parts.map((part) => emit(b, mul, part, part));
  return {
    width:
      rest.length === 0
        ? first
        : emit(
            b,
            sqrt,
            squares.reduce((p, q) => emit(b, add, p, q)),
          ),
    choices,
  };
};

const intervalsOf = (b: Builder, { answers }: State): ReadonlyMap<string, Interval> => {
  const intervals = new Map<string, Interval>();
  for (const { threshold, holds } of answers)
    intervals.set(threshold.key, answered(b, intervals.get(threshold.key), threshold, holds));
  return intervals;
};

const contributionOf = (b: Builder, fill: Fill, state: State, note: (treatment: Treatment) => void): Collected => {
  checkDraws(
    b,
    state.answers.map(({ threshold }) => threshold),
  );
  const intervals = new Map(intervalsOf(b, state));
  const noisy = state.x && observableWidth(b, fill, state.x);
  const shared = noisy && state.x ? intervals.get(keyOfAtom(state.x)) : undefined;
  if (noisy && state.x) intervals.delete(keyOfAtom(state.x));
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
  return spread(b, fill, contribution, noisy.width, shared ?? unbounded);
};

const unbounded: Interval = { low: constant(Number.NEGATIVE_INFINITY), high: constant(Number.POSITIVE_INFINITY) };

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

/** The comparisons and orders of a fill that keep their hard meaning. */
const stayingHard = (b: Builder, fill: Fill, relaxed: ReadonlySet<Equation>): readonly Treatment[] => {
  const { equations } = b.program([
    ...fill.conditions.map(({ atom }) => atom),
    fill.weight,
    ...(fill.x ? [fill.x] : []),
  ]);
  const treatment = (kind: Treatment["kind"], equation: Equation): Treatment => ({
    kind,
    treatment: "hard",
    label: equation.from?.label ?? fill.sink.operator,
    text: textOf(equation),
    width: undefined,
    choices: [],
  });
  const orders = new Map(
    equations.flatMap((equation) =>
      axesOf(equation).flatMap((axis) =>
        axis.extent.kind === "sorted" ? [[axis, treatment("order", equation)] as const] : [],
      ),
    ),
  );
  const comparisons = equations.filter(
    (equation) => isOrder(equation) && !relaxed.has(equation) && /[<>]/.test(textOf(equation)),
  );
  return [...comparisons.map((equation) => treatment("comparison", equation)), ...orders.values()];
};
