import type { Atom, Var } from "../../program/index.ts";
import { type Block, isArray, type Statement } from "../statement.ts";

const arrayOf = (of: (atom: Atom) => Atom, array: Var): Var => {
  const now = of(array);
  return now.kind === "var" ? now : array;
};

/** A statement that takes other atoms in place of some; what it defines stays. */
export const substitutedIn = (statement: Statement, of: (atom: Atom) => Atom): Statement => {
  const all = (atoms: readonly Atom[]): readonly Atom[] => atoms.map(of);
  const inside = (block: Block): Block => substituted(block, of);
  switch (statement.kind) {
    case "equation":
      return { ...statement, equation: { ...statement.equation, inputs: all(statement.equation.inputs) } };
    case "read": {
      const array = of(statement.array);
      return { ...statement, array: isArray(array) ? array : statement.array, indices: all(statement.indices) };
    }
    case "loop":
      return {
        ...statement,
        count: of(statement.count),
        initial: all(statement.initial),
        body: inside(statement.body),
      };
    case "while":
      return {
        ...statement,
        most: of(statement.most),
        initial: all(statement.initial),
        test: inside(statement.test),
        body: inside(statement.body),
      };
    case "cond":
      return { ...statement, test: of(statement.test), yes: inside(statement.yes), no: inside(statement.no) };
    case "accumulate":
      return {
        ...statement,
        into: arrayOf(of, statement.into),
        indices: all(statement.indices),
        value: of(statement.value),
      };
    case "operation":
      return { ...statement, inputs: all(statement.inputs) };
    case "call":
      return { ...statement, inputs: all(statement.inputs), body: inside(statement.body) };
    default:
      return statement;
  }
};

/** A block that takes other atoms in place of some, which are no sizes of arrays. */
export const substituted = (block: Block, of: (atom: Atom) => Atom): Block => ({
  params: block.params,
  statements: block.statements.map((statement) => substitutedIn(statement, of)),
  results: block.results.map(of),
});
