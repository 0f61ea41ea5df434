import { eq, ge, gt, le, lt } from "../../primitives/index.ts";
import type { Atom, Primitive } from "../../program/index.ts";
import { type Block, blocksOf, type LoopStatement, type Statement } from "../statement.ts";

/** Longer bodies are not written twice. */
const mostStatements = 200;

const comparisons: ReadonlySet<Primitive> = new Set([eq, ge, gt, le, lt].map(({ primitive }) => primitive));

const all = ({ statements }: Block): readonly Statement[] =>
  statements.flatMap((statement) => [statement, ...blocksOf(statement).flatMap(all)]);

const isConstant = (atom: Atom | undefined, values: readonly number[]): boolean =>
  atom?.kind === "const" && values.includes(Number(atom.value));

/**
 * Whether a loop asks in each turn if it is the first one: then that turn is written apart from the others, which need not
 * ask.
 */
export const asksForFirst = ({ body }: LoopStatement): boolean => {
  const [turn] = body.params;
  const statements = all(body);
  return (
    statements.length <= mostStatements &&
    statements.every(({ kind }) => kind !== "loop" && kind !== "while" && kind !== "operation") &&
    statements.some(
      (s) =>
        s.kind === "equation" &&
        comparisons.has(s.equation.primitive) &&
        s.equation.inputs.some((input) => input === turn) &&
        s.equation.inputs.some((input) => isConstant(input, [0, 1])),
    )
  );
};
