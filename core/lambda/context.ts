import type { Expression, Node } from "acorn";
import type { JagradError } from "../errors.ts";
import type { Builder, Origin } from "../program/index.ts";
import { refuse } from "./source.ts";
import type { Value } from "./value.ts";

/** Names in force at a place of a lambda; replaced, never changed. */
export type Environment = ReadonlyMap<string, Value>;

/** What the evaluation of one lambda carries along. */
export interface Context {
  readonly b: Builder;
  readonly text: string;
  readonly label: string;
  /** The value of an expression; `optional` lets a member that does not exist be missing. */
  readonly evaluate: (context: Context, node: Expression, environment: Environment, optional?: boolean) => Value;
}

export const bound = (environment: Environment, name: string, value: Value): Environment => new Map(environment).set(name, value);

export const originOf = ({ text, label }: Context, node: Pick<Node, "start" | "end">): Origin => ({
  text,
  label,
  start: node.start,
  end: node.end,
});

/** The error of a construct outside the language. */
export const outside = (context: Context, node: Pick<Node, "start" | "end">, what: string, cure?: string): JagradError =>
  refuse("E_LAMBDA", context.text, node, what, cure);
