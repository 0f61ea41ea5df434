import { fail, type JagradError } from "../errors.ts";
import { caret, emit } from "../lambda/index.ts";
import { at, eq, reducers, sub, take } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  atomsOfAxis,
  axesOf,
  axisOf,
  axisSetting,
  type Builder,
  type Choice,
  chainOf,
  constant,
  type Equation,
  encloses,
  isConstant,
  nameOfAxis,
  type Program,
  substitute,
} from "../program/index.ts";
import { activity } from "./activity.ts";
import type { Fill } from "./sink.ts";
import { isOrder, type Threshold, thresholdOf } from "./threshold.ts";
import { widthOf } from "./width.ts";

const mostOutcomes = 256;

const placeOf = ({ from }: Equation): string | undefined =>
  from && `${from.label}\n${from.text ? caret(from.text, from.start, from.end) : ""}`;

const refusal = (equation: Equation, what: string, cure: string): JagradError =>
  fail("E_SOFT", { what, where: placeOf(equation), cure });

/** The choice that an input of a program stands for. */
export const choiceOf =
  (program: Program) =>
  (atom: Atom): Choice | undefined => {
    const source = program.inputs.find(({ variable }) => variable === atom)?.source;
    return source?.kind === "parameter" && source.part === "value" && source.parameter.kind === "choice"
      ? source.parameter
      : undefined;
  };

/** A comparison to relax, and the choices it depends on. */
export interface Soft {
  readonly threshold: Threshold;
  readonly choices: readonly Choice[];
}

/** What some atoms depend on: the first comparison to relax, if any, and the comparisons that stay hard. */
export const examine = (b: Builder, atoms: readonly Atom[], axis: Axis): Soft | undefined => {
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
    refuseInLists(program, equation, axis);
    return soft;
  }
  return undefined;
};

/** The axis around what an equation reads of a list, for one that reads a list as a whole or an item of it. */
const outerOf = ({ primitive, settings, output }: Equation): Axis | null | undefined => {
  if (primitive.kind === "elementwise") return undefined;
  if (primitive === at) return axisSetting(settings, "owner");
  if (primitive === take) return output.axis?.onto.parent ?? null;
  return reducers.has(primitive) ? axisSetting(settings, "to") : undefined;
};

/** Makes sure that a comparison to relax has one answer wherever it is read for one element of the fill. */
const refuseInLists = (program: Program, soft: Equation, filled: Axis): void => {
  const place = axisOf(soft.output);
  const touched = new Set<Atom>([soft.output]);
  const isTouched = (axis: Axis): boolean => atomsOfAxis(axis).some((atom) => touched.has(atom));
  const question =
    "a comparison that depends on a choice decides which items of a list are read; such lists are not relaxed yet";
  const cure = "fill the items themselves, give them weights, or hold the choice: hold(p)";
  for (const equation of program.equations) {
    const axes = axesOf(equation);
    if (!equation.inputs.some((input) => touched.has(input)) && !axes.some(isTouched)) continue;
    touched.add(equation.output);
    const outer = outerOf(equation);
    if (outer !== undefined && !encloses(place, outer)) throw refusal(soft, question, cure);
  }
  if (chainOf(filled).some(isTouched)) throw refusal(soft, question, cure);
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
export interface State {
  readonly conditions: readonly Atom[];
  readonly weight: Atom;
  readonly observed: readonly Atom[];
  readonly present: Atom;
  readonly answers: readonly { readonly threshold: Threshold; readonly holds: boolean }[];
}

const atomsOf = ({ conditions, weight, observed, present }: State): readonly Atom[] => [
  ...conditions,
  weight,
  present,
  ...observed,
];

const answer = (b: Builder, state: State, threshold: Threshold, holds: boolean): State => {
  const atoms = substitute(b, atomsOf(state), new Map([[threshold.equation.output.id, constant(holds)]]));
  const n = state.conditions.length;
  return {
    conditions: atoms.slice(0, n).filter((atom) => !isConstant(atom, true)),
    weight: atoms[n] ?? state.weight,
    present: atoms[n + 1] ?? state.present,
    observed: atoms.slice(n + 2),
    answers: [...state.answers, { threshold, holds }],
  };
};

/** Every way in which the comparisons of a fill can come out, with what is left to compute then. */
export const outcomesOf = (b: Builder, fill: Fill, found: (soft: Soft) => void): readonly State[] => {
  const outcomes: State[] = [];
  const masks = chainOf(fill.axis).flatMap(atomsOfAxis);
  const follow = (state: State): void => {
    if (state.conditions.some((atom) => isConstant(atom, false))) return;
    const soft = examine(b, [...atomsOf(state), ...masks], fill.axis);
    if (soft) {
      found(soft);
      follow(answer(b, state, soft.threshold, true));
      follow(answer(b, state, soft.threshold, false));
      return;
    }
    outcomes.push(state);
    if (outcomes.length > mostOutcomes)
      throw fail("E_LIMIT", {
        what: `the conditions before ${fill.sink.operator} come out in more than ${mostOutcomes} ways`,
        where: fill.sink.operator,
        cure: "hold some choices, or split the pipeline",
      });
  };
  const { conditions, weight, observed, present } = fill;
  follow({ conditions: conditions.map(({ atom }) => atom), weight, observed, present, answers: [] });
  return outcomes;
};
