import type { Atom } from "../../program/index.ts";
import { isDear } from "../dear.ts";
import { type Block, blocksOf, isArray, type LoopStatement, type Statement } from "../statement.ts";

const isPlain = (statement: Statement): boolean => {
  switch (statement.kind) {
    case "equation":
    case "freeze":
      return true;
    case "read":
    case "accumulator":
      return !isArray(statement.output);
    case "accumulate":
      return !isArray(statement.value);
    case "cond":
      return statement.outputs.every((output) => !isArray(output)) && blocksOf(statement).every(isStraight);
    default:
      return false;
  }
};

const isStraight = ({ statements }: Block): boolean => statements.every(isPlain);

/** A loop without loops inside, which works on single numbers and carries nothing: its turns do not wait for each other. */
export const isSimple = (statement: Statement): statement is LoopStatement =>
  statement.kind === "loop" && statement.initial.length === 0 && isStraight(statement.body);

/** Whether a block computes something dear: such a loop has its hands full, and what two of them need is too much for one. */
export const hasDear = ({ statements }: Block): boolean =>
  statements.some((s) => (s.kind === "equation" ? isDear(s.equation) : blocksOf(s).some(hasDear)));

/** Whether a branch adds to an array, so that turns cannot be gone through two at a time. */
export const addsUnderTest = ({ body }: LoopStatement): boolean => {
  const adds = ({ statements }: Block): boolean =>
    statements.some((s) => (s.kind === "accumulate" ? isArray(s.into) : blocksOf(s).some(adds)));
  return body.statements.some((s) => s.kind === "cond" && blocksOf(s).some(adds));
};

/** The same number for sure. */
export const isSame = (p: Atom | undefined, q: Atom | undefined): boolean =>
  p === q || (p?.kind === "const" && q?.kind === "const" && p.value === q.value);
