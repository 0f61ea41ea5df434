import { contests, maxOf, minOf } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  atomsOfAxis,
  axesOf,
  type Choice,
  type Equation,
  type Primitive,
  type Program,
} from "../program/index.ts";
import { activity } from "./activity.ts";
import { choiceOf } from "./soft.ts";

/** A place where items are put in an order, or the extreme one of them is taken. */
export interface Order {
  readonly equation: Equation;
  /** The choices that its keys depend on. */
  readonly choices: readonly Choice[];
}

const extremes: ReadonlySet<Primitive> = new Set<Primitive>([maxOf, minOf]);

/** The orders of a program: sorted lists and extreme items, and the extremes of numbers that depend on a choice. */
export const ordersIn = (program: Program): readonly Order[] => {
  const active = activity(program, choiceOf);
  const choicesOf = (keys: readonly Atom[]): readonly Choice[] => [...new Set(keys.flatMap((key) => [...active(key)]))];
  const sorted = new Set<Axis>();
  return program.equations.flatMap((equation): readonly Order[] => {
    const axes = axesOf(equation).filter((axis) => axis.extent.kind === "sorted" && !sorted.has(axis));
    for (const axis of axes) sorted.add(axis);
    const lists = axes.map((axis) => ({ equation, choices: choicesOf(atomsOfAxis(axis)) }));
    const isContest = contests.has(equation.primitive);
    if (!isContest && !extremes.has(equation.primitive)) return lists;
    const choices = choicesOf(equation.inputs);
    return isContest || choices.length > 0 ? [...lists, { equation, choices }] : lists;
  });
};
