import type { Expression, ForStatement } from "acorn";
import { asNumber, assignedIn, type Context, type Environment, emit, usesOf } from "../../lambda/index.ts";
import { add, ceil, div, floor, gt, max, mul, sub, where } from "../../primitives/index.ts";
import { type Atom, constant, isConstant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { isSize, isWhole } from "./bounds.ts";

/** A loop whose turns are numbered: how many there are, and the value of its variable in each. */
export interface Counted {
  readonly name: string;
  readonly count: Atom;
  /** What the number of a turn is also known to lie below. */
  readonly bounds: readonly Atom[];
  readonly at: (turn: Atom) => Atom;
}

interface Header {
  readonly name: string;
  readonly operator: "<" | "<=" | ">" | ">=";
  readonly bound: Expression;
  readonly step: number;
}

const isNamed = (node: { readonly type: string }, name: string): boolean =>
  node.type === "Identifier" && "name" in node && node.name === name;

const isOrder = (operator: string): operator is Header["operator"] => ["<", "<=", ">", ">="].includes(operator);

/** By how much a loop changes its variable, a whole number; 0 for any other change. */
const stepOf = (node: Expression | null | undefined, name: string): number => {
  if (node?.type === "UpdateExpression" && isNamed(node.argument, name)) return node.operator === "++" ? 1 : -1;
  if (node?.type !== "AssignmentExpression" || !isNamed(node.left, name)) return 0;
  const { operator, right } = node;
  const size = right.type === "Literal" && typeof right.value === "number" ? right.value : 0;
  if (!Number.isInteger(size)) return 0;
  return operator === "+=" ? size : operator === "-=" ? -size : 0;
};

const headerOf = ({ init, test, update, body }: ForStatement): Header | undefined => {
  const last = init?.type === "VariableDeclaration" && init.kind === "let" ? init.declarations[0] : undefined;
  if (last?.id.type !== "Identifier" || test?.type !== "BinaryExpression") return undefined;
  const { name } = last.id;
  const { left, operator, right } = test;
  const step = stepOf(update, name);
  const assigned = new Set(assignedIn(body));
  if (!isNamed(left, name) || !isOrder(operator) || step === 0 || assigned.has(name)) return undefined;
  if (step > 0 !== (operator === "<" || operator === "<=")) return undefined;
  const isFixed = [...usesOf(right)].every((used) => used !== name && !assigned.has(used));
  return isFixed ? { name, operator, bound: right, step } : undefined;
};

/** The numbers that lie between two, up or down, without the last. */
const distance = (b: ArrayBuilder, { operator, step }: Header, first: Atom, bound: Atom): Atom => {
  const whole = isWhole(b, bound);
  const isUp = step > 0;
  const near = whole ? bound : emit(b, isUp === (operator === "<") ? ceil : floor, bound);
  const past =
    operator === "<=" ? emit(b, add, near, constant(1)) : operator === ">=" ? emit(b, sub, near, constant(1)) : near;
  return isUp ? emit(b, sub, past, first) : emit(b, sub, first, past);
};

/** A number of turns or items: 0 for a negative one and for NaN. */
export const notNegative = (b: ArrayBuilder, x: Atom): Atom => {
  if (isSize(b, x)) return x;
  const zero = constant(0);
  return isWhole(b, x) ? emit(b, max, x, zero) : emit(b, where, emit(b, gt, x, zero), x, zero);
};

/** The turns of `for (let i = first; i < bound; i++)` and its like; undefined where they are not known before the loop. */
export const countedOf = (
  b: ArrayBuilder,
  context: Context,
  node: ForStatement,
  environment: Environment,
): Counted | undefined => {
  const header = headerOf(node);
  const first = header && environment.get(header.name);
  if (!header || first?.kind !== "number" || !isConstant(first.present, true) || !isWhole(b, first.atom))
    return undefined;
  const { atom: bound } = asNumber(b, context.evaluate(context, header.bound, environment));
  if (bound.kind === "const" && !Number.isFinite(bound.value)) return undefined;
  const { name, step } = header;
  const from = first.atom;
  const raw = distance(b, header, from, bound);
  const size = Math.abs(step);
  const turns = size === 1 ? raw : emit(b, ceil, emit(b, div, raw, constant(size)));
  const count = notNegative(b, turns);
  return {
    name,
    count,
    bounds: [raw],
    at: (turn) => {
      const away = size === 1 ? turn : emit(b, mul, turn, constant(size));
      if (step > 0 && from.kind === "const" && from.value === 0) return away;
      return step > 0 ? emit(b, add, from, away) : emit(b, sub, from, away);
    },
  };
};
