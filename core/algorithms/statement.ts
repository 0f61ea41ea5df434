import type { Atom, Equation, Origin, Var } from "../program/index.ts";
import type { ArrayBuilder } from "./builder.ts";
import type { Operation, Step } from "./operation.ts";

/** An array that a procedure computes or is given: dense, row-major, its sizes known when it is made. */
export interface ArrayVar extends Var {
  readonly shape: readonly Atom[];
}

export const isArray = (atom: Atom): atom is ArrayVar => atom.kind === "var" && "shape" in atom;

/** The sizes of an array along its axes; none for a single number. */
export const shapeOf = (atom: Atom): readonly Atom[] => (isArray(atom) ? atom.shape : []);

/** Statements with what they take and what they give; it may use variables of the blocks around it. */
export interface Block {
  readonly params: readonly Var[];
  readonly statements: readonly Statement[];
  readonly results: readonly Atom[];
}

/** An elementwise primitive of single numbers. */
export interface EquationStatement {
  readonly kind: "equation";
  readonly equation: Equation;
}

/** Numbers known when the procedure is made. */
export interface DataStatement {
  readonly kind: "data";
  readonly values: Float64Array;
  readonly output: ArrayVar;
}

/** An element of an array; with fewer indices than axes, the part of it that they select, which is not copied. */
export interface ReadStatement {
  readonly kind: "read";
  readonly array: ArrayVar;
  readonly indices: readonly Atom[];
  /** Indices may be out of range or no whole numbers: the element is NaN then. Only for single numbers. */
  readonly checked: boolean;
  readonly output: Var;
}

/**
 * Turns 0 to `count - 1`. The parameters of the body are the number of the turn and the carried variables; its results
 * are the carried variables for the next turn, and then what is collected, turn by turn, into arrays.
 * Outputs: the carried variables after the last turn, then the arrays, which have `count` as their first size.
 */
export interface LoopStatement {
  readonly kind: "loop";
  readonly count: Atom;
  /** The turns come in the order `count - 1` to 0; what is collected lies in the order of the numbers all the same. */
  readonly descending: boolean;
  readonly initial: readonly Atom[];
  readonly body: Block;
  readonly outputs: readonly Var[];
  readonly from: Origin | undefined;
}

/**
 * Turns as long as `test` of the carried variables holds, at most `most` of them: one more is an error.
 * Outputs: the carried variables after the last turn, and how many turns there were.
 */
export interface WhileStatement {
  readonly kind: "while";
  readonly most: Atom;
  readonly initial: readonly Atom[];
  readonly test: Block;
  readonly body: Block;
  readonly outputs: readonly Var[];
  readonly from: Origin | undefined;
}

/** One of two blocks without parameters is run. */
export interface CondStatement {
  readonly kind: "cond";
  readonly test: Atom;
  readonly yes: Block;
  readonly no: Block;
  readonly outputs: readonly Var[];
  readonly from: Origin | undefined;
}

/** A number or an array that starts at zero, and to which the statements after it, also inside loops, may add. */
export interface AccumulatorStatement {
  readonly kind: "accumulator";
  readonly output: Var;
}

/** Adds to the element that the indices select; `value` is an array where they select a part. */
export interface AccumulateStatement {
  readonly kind: "accumulate";
  readonly into: Var;
  readonly indices: readonly Atom[];
  readonly value: Atom;
}

/** The sum that an accumulator has come to; it stands in the block of the accumulator, after all that is added. */
export interface FreezeStatement {
  readonly kind: "freeze";
  readonly accumulator: Var;
  readonly output: Var;
}

/** A step on whole arrays: a matrix product, a factorisation. */
export interface OperationStatement {
  readonly kind: "operation";
  readonly operation: Operation;
  readonly inputs: readonly Atom[];
  readonly settings: Readonly<Record<string, unknown>>;
  readonly outputs: readonly Var[];
  readonly from: Origin | undefined;
}

/** Derivatives of a call by own rules, which emit with the builder; without a rule its body is differentiated. */
export interface CallRules {
  readonly jvp?: (
    b: ArrayBuilder,
    step: Step,
    tangents: readonly (Atom | undefined)[],
  ) => readonly (Atom | undefined)[];
  readonly vjp?: (
    b: ArrayBuilder,
    step: Step,
    cotangents: readonly (Atom | undefined)[],
  ) => readonly (Atom | undefined)[];
}

/**
 * A block applied to inputs. Backwards it is computed again instead of being kept; it may bring derivatives of its own.
 * Back ends never meet one: calls are expanded before.
 */
export interface CallStatement {
  readonly kind: "call";
  readonly body: Block;
  readonly inputs: readonly Atom[];
  readonly outputs: readonly Var[];
  readonly rules: CallRules;
  readonly from: Origin | undefined;
}

export type Statement =
  | EquationStatement
  | DataStatement
  | ReadStatement
  | LoopStatement
  | WhileStatement
  | CondStatement
  | AccumulatorStatement
  | AccumulateStatement
  | FreezeStatement
  | OperationStatement
  | CallStatement;

/** What a statement defines. */
export const outputsOf = (statement: Statement): readonly Var[] => {
  switch (statement.kind) {
    case "equation":
      return [statement.equation.output];
    case "accumulate":
      return [];
    case "loop":
    case "while":
    case "cond":
    case "operation":
    case "call":
      return statement.outputs;
    default:
      return [statement.output];
  }
};

const none: readonly Block[] = [];

/** The blocks inside a statement. */
export const blocksOf = (statement: Statement): readonly Block[] => {
  switch (statement.kind) {
    case "loop":
      return [statement.body];
    case "while":
      return [statement.test, statement.body];
    case "cond":
      return [statement.yes, statement.no];
    case "call":
      return [statement.body];
    default:
      return none;
  }
};

/** How many statements a block has, with those inside of them. */
export const sizeOf = ({ statements }: Block): number =>
  statements.reduce((sum, s) => sum + blocksOf(s).reduce((inner, block) => inner + sizeOf(block), 1), 0);

/** What a statement itself reads, apart from the blocks inside it; an accumulator that it adds to counts. */
export const readsOf = (statement: Statement): readonly Atom[] => {
  switch (statement.kind) {
    case "equation":
      return statement.equation.inputs;
    case "data":
      return statement.output.shape;
    case "read":
      return statement.indices.concat(statement.array, shapeOf(statement.output));
    case "loop":
      return [statement.count, ...statement.initial];
    case "while":
      return [statement.most, ...statement.initial];
    case "cond":
      return [statement.test];
    case "accumulator":
      return shapeOf(statement.output);
    case "accumulate":
      return [statement.into, ...statement.indices, statement.value];
    case "freeze":
      return [statement.accumulator];
    case "operation":
      return [...statement.inputs, ...statement.outputs.flatMap(shapeOf)];
    case "call":
      return statement.inputs;
  }
};

/** Shows all that a statement itself reads, as `readsOf` lists it, without a list for what there is most of. */
export const eachRead = (statement: Statement, look: (atom: Atom) => void): void => {
  if (statement.kind === "equation") statement.equation.inputs.forEach(look);
  else if (statement.kind === "read") {
    look(statement.array);
    statement.indices.forEach(look);
    if (isArray(statement.output)) statement.output.shape.forEach(look);
  } else readsOf(statement).forEach(look);
};
