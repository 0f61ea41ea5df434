import { emit } from "../lambda/index.ts";
import { allOf, and, anyOf, broadcast, eq, gt, not, one, sum, sumTo, where } from "../primitives/index.ts";
import {
  type Atom,
  type Axis,
  axisOf,
  axisSetting,
  type Builder,
  constant,
  type Equation,
  encloses,
  isConstant,
  type Primitive,
  pathBetween,
} from "../program/index.ts";
import { when } from "./doubt.ts";

/** A question about a list that the number of its items which pass answers: `length`, `some`, `every`. */
export interface Question {
  readonly equation: Equation;
  /** Which items are counted. */
  readonly mask: Atom;
  /** The answer, given how many there are. */
  readonly answer: (b: Builder, count: Atom) => Atom;
}

/** The items of a list under a condition of theirs. */
interface Filtered {
  readonly items: Axis;
  readonly masks: readonly Atom[];
}

const filtered = (axis: Axis): Filtered => {
  const { extent, onto } = axis;
  if (extent.kind !== "where" || !onto.parent) return { items: axis, masks: [] };
  const { items, masks } = filtered(onto.parent);
  return { items, masks: [...masks, extent.mask] };
};

/** The condition under which an item adds one to a sum; undefined where it adds anything else. */
const addsOne = (b: Builder, x: Atom): Atom | undefined => {
  if (isConstant(x, 1)) return constant(true);
  const made = b.definition(x);
  if (made?.primitive === one) return constant(true);
  const [mask, yes, no] = made?.inputs ?? [];
  if (made?.primitive === broadcast && mask) return addsOne(b, mask);
  if (made?.primitive !== where.primitive || !mask || !yes || !no) return undefined;
  if (isConstant(yes, 1) && isConstant(no, 0)) return mask;
  return isConstant(yes, 0) && isConstant(no, 1) ? emit(b, not, mask) : undefined;
};

/** A sum over the items of a list that pass. */
export interface Summed {
  readonly equation: Equation;
  readonly mask: Atom;
  /** What an item that passes adds. */
  readonly value: Atom;
}

/**
 * A reduction that adds up a number of the items that pass.
 * @param isHard - true for what no comparison to relax enters
 */
export const sumOver = (
  b: Builder,
  equation: Equation,
  items: Axis,
  owner: Axis,
  isHard: (atom: Atom) => boolean,
): Summed | undefined => {
  const from = axisSetting(equation.settings, "from");
  const [x] = equation.inputs;
  if (equation.primitive !== sum || !from || !x || axisSetting(equation.settings, "to") !== owner) return undefined;
  const list = filtered(from);
  if (list.items !== items || !isPlain(owner, items)) return undefined;
  const spread = b.definition(x);
  const term = spread?.primitive === broadcast ? (spread.inputs[0] ?? x) : x;
  const [condition, yes, no] =
    b.definition(term)?.primitive === where.primitive ? (b.definition(term)?.inputs ?? []) : [];
  const isChosen = condition && yes && no && !isHard(condition);
  if (isChosen && !isConstant(yes, 0) && !isConstant(no, 0)) return undefined;
  const own = !isChosen ? [] : [isConstant(no, 0) ? condition : emit(b, not, condition)];
  const value = !isChosen ? term : isConstant(no, 0) ? yes : no;
  const mask = [...list.masks, ...own].reduce<Atom>((all, each) => emit(b, and, all, each), constant(true));
  return axisOf(mask) === items && encloses(axisOf(value), items) && isHard(value)
    ? { equation, mask, value }
    : undefined;
};

/** True where the items of a list, and of lists in its items, are gone through as they stand. */
const isPlain = (owner: Axis, items: Axis): boolean =>
  pathBetween(owner, items).every(({ extent }) => extent.kind === "column");

type Ask = (b: Builder, x: Atom, within: Atom, items: Axis, owner: Axis) => Omit<Question, "equation"> | undefined;

const asked: ReadonlyMap<Primitive, Ask> = new Map<Primitive, Ask>([
  [
    sum,
    (b, x, within) => {
      const mask = addsOne(b, x);
      return mask && { mask: emit(b, and, within, mask), answer: (_b, count) => count };
    },
  ],
  [anyOf, (b, x, within) => ({ mask: emit(b, and, within, x), answer: (b, count) => emit(b, gt, count, constant(0)) })],
  [
    allOf,
    (b, x, within, items, owner) => ({
      mask: emit(b, and, within, x),
      answer: (b, count) => emit(b, eq, count, sumTo(b, when(b, within), items, owner)),
    }),
  ],
]);

/**
 * What a reduction asks of the items of a list under one element of an owner.
 * @param isHard - true for a condition that no comparison to relax enters
 */
export const questionOf = (
  b: Builder,
  equation: Equation,
  items: Axis,
  owner: Axis,
  isHard: (mask: Atom) => boolean,
): Question | undefined => {
  const ask = asked.get(equation.primitive);
  const from = axisSetting(equation.settings, "from");
  const [x] = equation.inputs;
  if (!ask || !from || !x || axisSetting(equation.settings, "to") !== owner) return undefined;
  const list = filtered(from);
  if (list.items !== items || !isPlain(owner, items)) return undefined;
  const within = list.masks.reduce<Atom>((all, mask) => emit(b, and, all, mask), constant(true));
  if (equation.primitive === allOf && !isHard(within)) return undefined;
  const question = ask(b, x, within, items, owner);
  return question && axisOf(question.mask) === items ? { equation, ...question } : undefined;
};
