import type { Var } from "../../program/index.ts";
import { freeIn } from "../free.ts";
import {
  type AccumulateStatement,
  type AccumulatorStatement,
  type Block,
  isArray,
  outputsOf,
  type Statement,
} from "../statement.ts";
import { literal } from "./low.ts";
import { bring, type Lowering, placeFor, placeOf, want } from "./lowering.ts";
import { partAt } from "./places.ts";

/** An array of whole parts: a sum to which each of its parts is added once, one after the other. */
interface Stack {
  readonly made: AccumulatorStatement;
  readonly parts: readonly AccumulateStatement[];
}

const placeIn = ({ indices, value }: AccumulateStatement): number | undefined => {
  const [index, ...others] = indices;
  return index?.kind === "const" && others.length === 0 && isArray(value) ? Number(index.value) : undefined;
};

/** The parts of an array, if each of them comes once and nothing else is added. */
const partsOf = (sum: Var, statements: readonly Statement[]): readonly AccumulateStatement[] | undefined => {
  const [size] = isArray(sum) ? sum.shape : [];
  const users = statements.filter((s) => freeIn(s).some((atom) => atom.kind === "var" && atom.id === sum.id));
  const parts = users.filter((s) => s.kind === "accumulate");
  const places = new Set(parts.map(placeIn));
  const isWhole =
    size?.kind === "const" &&
    parts.length === Number(size.value) &&
    places.size === parts.length &&
    !places.has(undefined) &&
    users.every((s) => s.kind === "accumulate" || s.kind === "freeze");
  return isWhole ? parts : undefined;
};

const stacksIn = ({ statements }: Block): readonly Stack[] => {
  const isPart = (s: Statement): boolean => s.kind === "accumulate" && placeIn(s) !== undefined;
  if (!statements.some(isPart)) return [];
  return statements.flatMap((made) => {
    const parts = made.kind === "accumulator" && isArray(made.output) ? partsOf(made.output, statements) : undefined;
    return parts && made.kind === "accumulator" ? [{ made, parts }] : [];
  });
};

/** Lowers the arrays of a block that are made of whole parts: the parts are computed where they belong, or copied there. */
export interface Stacks {
  /** Has what a statement makes computed in its place. */
  readonly prepare: (statement: Statement) => void;
  /** Lowers a statement, if it belongs to such an array. */
  readonly lower: (statement: Statement) => boolean;
}

export const stacksOf = (l: Lowering, block: Block): Stacks => {
  const stacks = stacksIn(block);
  const placed = new Set<Stack>();
  const owners = new Map<Statement, Stack>(
    stacks.flatMap((stack) => [stack.made, ...stack.parts].map((s) => [s, stack] as const)),
  );
  const addressOf = ({ made }: Stack, part: AccumulateStatement) =>
    partAt(l.f, placeOf(l, made.output), [literal(placeIn(part) ?? 0)]).address;
  const place = (stack: Stack): void => {
    if (placed.has(stack)) return;
    placed.add(stack);
    placeFor(l, stack.made.output);
    for (const part of stack.parts) want(l, block, part.value, addressOf(stack, part));
  };
  const values = new Map(stacks.flatMap((stack) => stack.parts.map((part) => [part.value, stack] as const)));
  return {
    prepare: (statement) => {
      if (stacks.length === 0) return;
      for (const output of outputsOf(statement)) {
        const stack = values.get(output);
        if (stack) place(stack);
      }
    },
    lower: (statement) => {
      const stack = owners.get(statement);
      if (!stack) return false;
      place(stack);
      if (statement.kind === "accumulate") bring(l, placeOf(l, statement.value), addressOf(stack, statement));
      return true;
    },
  };
};
