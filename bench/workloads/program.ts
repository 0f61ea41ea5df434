import { type BinaryFunction, binaries, type UnaryFunction, unaries } from "./arithmetic.ts";

/** An expression over columns and parameters. */
export type Expression =
  | { readonly kind: "column" | "parameter"; readonly name: string }
  | { readonly kind: "unary"; readonly by: UnaryFunction; readonly x: Expression }
  | { readonly kind: "binary"; readonly by: BinaryFunction; readonly x: Expression; readonly y: Expression };

export const columnNames = ["a", "b", "c", "d"] as const;

/** A selection `cut > p`, a weight, and an observable, each a random expression inside a fixed frame. */
export interface Program {
  readonly cut: Expression;
  /** The weight is one plus half the tanh of it. */
  readonly weight: Expression;
  /** The observable is 90 and 25 times the tanh of it. */
  readonly observable: Expression;
}

type Random = () => number;

const oneOf = <T>(random: Random, all: readonly T[]): T => {
  const one = all[Math.floor(random() * all.length)];
  if (one === undefined) throw new Error("nothing to choose from");
  return one;
};

const leaf = (random: Random, parameters: readonly string[]): Expression => {
  const isParameter = parameters.length > 0 && random() < 0.35;
  return isParameter
    ? { kind: "parameter", name: oneOf(random, parameters) }
    : { kind: "column", name: oneOf(random, columnNames) };
};

const drawn = (random: Random, parameters: readonly string[], depth: number): Expression => {
  if (depth === 0) return leaf(random, parameters);
  const inner = (): Expression => drawn(random, parameters, depth - 1);
  return random() < 0.3
    ? { kind: "unary", by: oneOf(random, Object.values(unaries)), x: inner() }
    : { kind: "binary", by: oneOf(random, Object.values(binaries)), x: inner(), y: inner() };
};

/** The expression with a parameter added, so that it depends on it. */
const plus = (x: Expression, name: string): Expression => ({
  kind: "binary",
  by: binaries.sum,
  x,
  y: { kind: "parameter", name },
});

/** A program that depends on two parameters, `p` and `q`. */
export const drawnProgram = (random: Random): Program => ({
  cut: drawn(random, [], 3),
  weight: plus(drawn(random, ["q"], 3), "q"),
  observable: plus(drawn(random, ["p", "q"], 4), "p"),
});

/** The text of an expression in a lambda of `ev` and `{ p, q }`. */
export const textOf = (expression: Expression): string => {
  switch (expression.kind) {
    case "column":
      return `ev.${expression.name}`;
    case "parameter":
      return expression.name;
    case "unary":
      return expression.by.text(textOf(expression.x));
    case "binary":
      return expression.by.text(textOf(expression.x), textOf(expression.y));
  }
};
