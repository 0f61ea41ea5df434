import { fail, type JagradError } from "../errors.ts";
import { caret, emit } from "../lambda/index.ts";
import { at, contests, eq, reducers, sub, take } from "../primitives/index.ts";
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
  type Input,
  type Program,
} from "../program/index.ts";
import { activity } from "./activity.ts";
import { isOrder, type Threshold, thresholdOf } from "./threshold.ts";
import { widthOf } from "./width.ts";

const placeOf = ({ from }: Equation): string | undefined =>
  from && `${from.label}\n${from.text ? caret(from.text, from.start, from.end) : ""}`;

export const refusal = (equation: Equation, what: string, cure: string): JagradError =>
  fail("E_SOFT", { what, where: placeOf(equation), cure });

/** The choice that an input of a program stands for. */
export const choiceOf = ({ source }: Input): Choice | undefined =>
  source.kind === "parameter" && source.part === "value" && source.parameter.kind === "choice"
    ? source.parameter
    : undefined;

/** A comparison to relax, and the choices it depends on. */
export interface Soft {
  readonly threshold: Threshold;
  readonly choices: readonly Choice[];
}

/** A comparison with the threshold that it is on the noise of its quantity; undefined where no event enters it. */
export const softOf = (b: Builder, equation: Equation, choices: readonly Choice[]): Soft | undefined => {
  const [x, y] = equation.inputs;
  if (!x || !y) return undefined;
  const own = choices.filter(({ width }) => (width ?? 0) > 0);
  const stated = equation.from?.width;
  const difference = emit(b, sub, x, y);
  const width = own.length > 0 ? widthOf(b, difference, own) : stated === undefined ? undefined : constant(stated);
  const threshold = width && thresholdOf(b, equation, width);
  return threshold && { threshold, choices };
};

/** Comparisons are looked at once more after each answer; an equation belongs to one builder. */
const known = new WeakMap<Equation, { readonly soft: Soft | undefined }>();

const knownSoft = (b: Builder, equation: Equation, choices: readonly Choice[]): Soft | undefined => {
  const found = known.get(equation) ?? { soft: softOf(b, equation, choices) };
  known.set(equation, found);
  return found.soft;
};

/**
 * The comparisons to relax among what some atoms depend on, in the order in which they are computed.
 * @throws E_SOFT for an equality that depends on a choice
 */
export const softIn = (b: Builder, program: Program): readonly Soft[] => {
  const active = activity(program, choiceOf);
  const withWidth = (equation: Equation): readonly Choice[] =>
    [...new Set(equation.inputs.flatMap((input) => [...active(input)]))].filter(
      ({ width }) => (width ?? 0) > 0 || equation.from?.width !== undefined,
    );
  return program.equations.flatMap((equation) => {
    const isEquality = equation.primitive === eq.primitive;
    const choices = isEquality || isOrder(equation) ? withWidth(equation) : [];
    if (choices.length === 0) return [];
    if (isEquality)
      throw refusal(
        equation,
        "an equality that depends on a choice has probability zero",
        "compare with < or >, or hold the choice: hold(p)",
      );
    const soft = knownSoft(b, equation, choices);
    return soft ? [soft] : [];
  });
};

/** The axis around what an equation reads of a list, for one that reads a list as a whole or an item of it. */
const outerOf = ({ primitive, settings, output }: Equation): Axis | null | undefined => {
  if (primitive.kind === "elementwise") return undefined;
  if (primitive === at) return axisSetting(settings, "owner");
  if (primitive === take) return output.axis?.onto.parent ?? null;
  return reducers.has(primitive) || contests.has(primitive) ? axisSetting(settings, "to") : undefined;
};

/** True for a comparison that has several answers for one element of a fill: those of the items of a list. */
export const isOfList = (program: Program, { threshold }: Soft, filled: Axis): boolean => {
  const { output } = threshold.equation;
  const place = axisOf(output);
  if (!encloses(place, filled)) return true;
  const touched = new Set<Atom>([output]);
  const isTouched = (axis: Axis): boolean => atomsOfAxis(axis).some((atom) => touched.has(atom));
  for (const equation of program.equations) {
    if (!equation.inputs.some((input) => touched.has(input)) && !axesOf(equation).some(isTouched)) continue;
    touched.add(equation.output);
    const outer = outerOf(equation);
    if (outer !== undefined && !encloses(place, outer)) return true;
  }
  return chainOf(filled).some(isTouched);
};
