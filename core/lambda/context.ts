import type { Expression, Node } from "acorn";
import type { JagradError } from "../errors.ts";
import type { Builder, Origin } from "../program/index.ts";
import type { Environment } from "./environment.ts";
import { isConstantNeeded, needsConstant } from "./needs-constant.ts";
import { refuse } from "./source.ts";
import type { Value } from "./value.ts";

/** What comes after a statement, given the variables then; undefined where nothing is returned. */
export type Next = (after: Environment) => Value | undefined;

/** Where statements that leave a loop, a switch or a function lead, where that is not to what comes after them. */
export interface Exits {
  readonly return?: (value: Value, after: Environment) => Value | undefined;
  readonly break?: Next;
  readonly continue?: Next;
}

/** What the evaluation of one lambda carries along. */
export interface Context {
  readonly b: Builder;
  readonly text: string;
  readonly label: string;
  /** The width that the stage states for comparisons of choices without one. */
  readonly width: number | undefined;
  /** The distribution of the noise that the stage states for its comparisons. */
  readonly step: string | undefined;
  /** Equations keep the place they are made from: the text is a rule's, not a user's. */
  readonly isRule: boolean;
  readonly exits?: Exits;
  /** The value of an expression; `optional` lets a member that does not exist be missing. */
  readonly evaluate: (context: Context, node: Expression, environment: Environment, optional?: boolean) => Value;
}

export const originOf = (
  { b, text, label, width, step, isRule }: Context,
  node: Pick<Node, "start" | "end">,
): Origin | undefined => (isRule ? b.origin : { text, label, width, step, start: node.start, end: node.end });

/** The error of a construct outside the language. */
export const outside = (
  context: Context,
  node: Pick<Node, "start" | "end">,
  what: string,
  cure?: string,
): JagradError => refuse("E_LAMBDA", context.text, node, what, cure);

/** Gives an error without a place the place of the innermost expression around it. */
export const located = <T>(context: Context, node: Pick<Node, "start" | "end">, work: () => T): T => {
  try {
    return work();
  } catch (error) {
    throw placed(context, node, error);
  }
};

const placed = (context: Context, node: Pick<Node, "start" | "end">, error: unknown): unknown => {
  if (!(error instanceof Error && "where" in error && error.where === undefined && "code" in error)) return error;
  const made = refuse(
    error.code as Parameters<typeof refuse>[0],
    context.text,
    node,
    error.message.split("\n")[0]?.replace(/^E_\w+: /, "") ?? "",
    "cure" in error && typeof error.cure === "string" ? error.cure : undefined,
  );
  return isConstantNeeded(error) ? needsConstant(made) : made;
};
