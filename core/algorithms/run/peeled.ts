import { eq, ge, gt, le, lt } from "../../primitives/index.ts";
import type { Atom, Equation, Primitive, Var } from "../../program/index.ts";
import { type Block, blocksOf, type LoopStatement, sizeOf } from "../statement.ts";

/** Longer bodies are not written twice. */
const mostStatements = 200;

const comparisons: ReadonlySet<Primitive> = new Set([eq, ge, gt, le, lt].map(({ primitive }) => primitive));

const isConstant = (atom: Atom | undefined, values: readonly number[]): boolean =>
  atom?.kind === "const" && values.includes(Number(atom.value));

/** Whether an equation compares the number of a turn with that of the first one, or of the second. */
const isTest = ({ primitive, inputs }: Equation, turn: Var | undefined): boolean =>
  comparisons.has(primitive) &&
  inputs.some((input) => input === turn) &&
  inputs.some((input) => isConstant(input, [0, 1]));

const hasTest = ({ statements }: Block, turn: Var | undefined): boolean =>
  statements.some((s) =>
    s.kind === "equation" ? isTest(s.equation, turn) : blocksOf(s).some((block) => hasTest(block, turn)),
  );

const hasOthers = ({ statements }: Block): boolean =>
  statements.some(
    (s) => s.kind === "loop" || s.kind === "while" || s.kind === "operation" || blocksOf(s).some(hasOthers),
  );

/**
 * Whether a loop asks in each turn if it is the first one: then that turn is written apart from the others, which need not
 * ask.
 */
export const asksForFirst = ({ body }: LoopStatement): boolean =>
  hasTest(body, body.params[0]) && !hasOthers(body) && sizeOf(body) <= mostStatements;
