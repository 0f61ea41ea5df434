import type {
  DoWhileStatement,
  Expression,
  ForOfStatement,
  ForStatement,
  Node,
  SpreadElement,
  WhileStatement,
} from "acorn";
import type { Atom, Builder } from "../program/index.ts";
import type { Context, Next } from "./context.ts";
import type { Environment } from "./environment.ts";
import type { Run } from "./turns.ts";
import type { ArrayValue, FunctionValue, TupleValue, Value } from "./value.ts";

export type Loop = ForStatement | ForOfStatement | WhileStatement | DoWhileStatement;

/** What lambdas of arrays mean where that is not what lambdas of events mean; a builder of procedures has one. */
export interface Procedure {
  /** One of two values, of which only one is computed. */
  readonly branch: (condition: Atom, yes: () => Value, no: () => Value) => Value;
  /** A value that is given a name: an array that is made on demand is made now. */
  readonly named: (value: Value) => Value;
  readonly loop: (run: Run, context: Context, node: Loop, environment: Environment, next: Next) => Value | undefined;
  /** A call of a method with a function that assigns variables around it, and these variables then. */
  readonly scan: (
    context: Context,
    node: Expression,
    environment: Environment,
  ) => { readonly value: Value; readonly environment: Environment } | undefined;
  /** An item by its number; undefined where an array written out has items of different kinds. */
  readonly item: (of: ArrayValue | TupleValue, index: Value) => Value | undefined;
  /** A method of an array. */
  readonly method: (of: ArrayValue | TupleValue, name: string) => FunctionValue | undefined;
  /** `sum`, `argmax` and the like of an array, of a key of its items where one is given. */
  readonly reduce: (name: string, of: Value, key?: FunctionValue) => Value | undefined;
  /** What `Array` and its functions make; undefined for anything else. */
  readonly global: (
    context: Context,
    node: Pick<Node, "start" | "end">,
    name: string,
    inputs: readonly Value[],
  ) => Value | undefined;
  /** Items and arrays one after the other; undefined where that is an array written out. */
  readonly joined: (parts: readonly (ArrayValue | TupleValue)[]) => Value | undefined;
  /** Numbers of a scope as an array; undefined for what is none. */
  readonly data: (value: unknown) => Value | undefined;
}

export type Argument = Expression | SpreadElement;

const procedures = new WeakMap<Builder, Procedure>();

/** What arrays mean to a builder; undefined for one of events. */
export const procedureOf = (b: Builder): Procedure | undefined => procedures.get(b);

/** Gives a builder the meaning of arrays. */
export const setProcedure = (b: Builder, procedure: Procedure): void => {
  procedures.set(b, procedure);
};
