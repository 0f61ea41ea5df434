import { and, ceil, eq, floor, ge, gt, le, lt, max, or, round, trunc, where } from "../../primitives/index.ts";
import type { ElementwisePrimitive, Primal, Primitive } from "../../program/index.ts";
import { expectedKind } from "./expected-kind.ts";
import { type Frames, fits } from "./frames.ts";
import { isLiteral, type Kind, literal, type Operand } from "./low.ts";

/** What is known of whole numbers when a procedure is made. */
export interface Facts {
  readonly f: Frames;
  /** The size that the number of a turn is below. */
  readonly below: ReadonlyMap<number, Operand>;
}

/** An operand as a whole number, if it is one for sure. */
export const asWhole = (operand: Operand): Operand | undefined => {
  if (!isLiteral(operand)) return operand.kind === "i32" ? operand : undefined;
  const { literal: value, kind } = operand;
  const isFit = kind !== "bool" && Number.isInteger(value) && fits([value, value]) && !Object.is(value, -0);
  return isFit ? literal(value) : undefined;
};

/** Whether a whole number is below another one for sure. */
export const isBelow = ({ f, below }: Facts, x: Operand, y: Operand): boolean => {
  if (f.rangeOf(x)[1] < f.rangeOf(y)[0]) return true;
  const { base, by } = f.shifted(x);
  return by <= 0 && !isLiteral(base) && below.get(base.id) === y;
};

const isAtMost = (facts: Facts, x: Operand, y: Operand): boolean =>
  x === y || isBelow(facts, x, y) || facts.f.rangeOf(x)[1] <= facts.f.rangeOf(y)[0];

type Comparison = (facts: Facts, x: Operand, y: Operand) => boolean | undefined;

const isLess: Comparison = (facts, x, y) => (isBelow(facts, x, y) ? true : isAtMost(facts, y, x) ? false : undefined);
const isNotMore: Comparison = (facts, x, y) =>
  isAtMost(facts, x, y) ? true : isBelow(facts, y, x) ? false : undefined;
const isSame: Comparison = (facts, x, y) => {
  if (isBelow(facts, x, y) || isBelow(facts, y, x)) return false;
  return isAtMost(facts, x, y) && isAtMost(facts, y, x) ? true : undefined;
};

const comparisons: ReadonlyMap<Primitive, Comparison> = new Map<Primitive, Comparison>([
  [lt.primitive, isLess],
  [le.primitive, isNotMore],
  [gt.primitive, (facts, x, y) => isLess(facts, y, x)],
  [ge.primitive, (facts, x, y) => isNotMore(facts, y, x)],
  [eq.primitive, isSame],
]);

const roundings: ReadonlySet<Primitive> = new Set([floor, ceil, trunc, round].map(({ primitive }) => primitive));

const isTruth = (operand: Operand | undefined, value: boolean): boolean =>
  operand !== undefined && isLiteral(operand) && operand.kind === "bool" && (operand.literal !== 0) === value;

/** A conjunction, or with `absorbs` true a disjunction. */
const joined = ([x, y]: readonly Operand[], absorbs: boolean): Operand | undefined => {
  if (isTruth(x, absorbs) || isTruth(y, absorbs)) return literal(Number(absorbs), "bool");
  if (isTruth(x, !absorbs)) return y?.kind === "bool" ? y : undefined;
  return isTruth(y, !absorbs) && x?.kind === "bool" ? x : undefined;
};

const evaluated = (primitive: ElementwisePrimitive, inputs: readonly Operand[], kind: Kind): Operand | undefined => {
  const given: Primal[] = [];
  for (const [k, input] of inputs.entries()) {
    if (!isLiteral(input)) return undefined;
    given.push(expectedKind(primitive, k, kind) === "bool" ? input.literal !== 0 : input.literal);
  }
  const evaluate = primitive.evaluate as (...values: readonly Primal[]) => Primal;
  return literal(Number(evaluate(...given)), kind);
};

/**
 * The value of a primitive where what is known of its inputs decides it: comparisons of the numbers of turns with sizes,
 * and what follows from them.
 */
export const folded = (
  facts: Facts,
  primitive: ElementwisePrimitive,
  inputs: readonly Operand[],
  kind: Kind,
): Operand | undefined => {
  const constant = evaluated(primitive, inputs, kind);
  if (constant) return constant;
  const [x, y, z] = inputs;
  if (primitive === and.primitive) return joined(inputs, false);
  if (primitive === or.primitive) return joined(inputs, true);
  if (primitive === where.primitive && x && isLiteral(x)) {
    const taken = x.literal !== 0 ? y : z;
    return taken && (taken.kind === "bool") === (kind === "bool") ? taken : undefined;
  }
  const [p, q] = [x && asWhole(x), y && asWhole(y)];
  if (p && roundings.has(primitive)) return p;
  if (!p || !q) return undefined;
  if (primitive === max.primitive && isLiteral(q) && q.literal === 0) return facts.f.whole("clamp", p);
  const holds = comparisons.get(primitive)?.(facts, p, q);
  return holds === undefined ? undefined : literal(Number(holds), "bool");
};
