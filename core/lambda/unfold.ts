import type { Expression, Statement } from "acorn";

/** An expression without the assignments that run before anything else in it, and these as statements. */
export interface Unfolded {
  readonly before: readonly Statement[];
  readonly value: Expression;
}

const asStatement = (expression: Expression): Statement => ({
  type: "ExpressionStatement",
  expression,
  start: expression.start,
  end: expression.end,
});

const within = <E extends Expression>(inner: Expression, outer: (value: Expression) => E): Unfolded => {
  const { before, value } = unfolded(inner);
  return { before, value: outer(value) };
};

/**
 * Takes assignments out of places where minifiers and older targets put them: `return a = 2, b`, `(t = x) != null ? t : y`.
 */
export const unfolded = (node: Expression): Unfolded => {
  switch (node.type) {
    case "AssignmentExpression":
      return node.left.type === "Identifier"
        ? { before: [asStatement(node)], value: node.left }
        : { before: [], value: node };
    case "ParenthesizedExpression":
      return unfolded(node.expression);
    case "SequenceExpression": {
      const last = node.expressions.at(-1);
      if (!last) return { before: [], value: node };
      const { before, value } = unfolded(last);
      return { before: [...node.expressions.slice(0, -1).map(asStatement), ...before], value };
    }
    case "ConditionalExpression":
      return within(node.test, (test) => ({ ...node, test }));
    case "LogicalExpression":
      return within(node.left, (left) => ({ ...node, left }));
    case "BinaryExpression":
      return node.left.type === "PrivateIdentifier"
        ? { before: [], value: node }
        : within(node.left, (left) => ({ ...node, left }));
    case "UnaryExpression":
      return within(node.argument, (argument) => ({ ...node, argument }));
    case "MemberExpression":
      return node.object.type === "Super"
        ? { before: [], value: node }
        : within(node.object, (object) => ({ ...node, object }));
    default:
      return { before: [], value: node };
  }
};

const conditional = (
  node: Expression,
  test: Expression,
  consequent: Expression,
  alternate?: Expression,
): Statement => ({
  type: "IfStatement",
  test,
  consequent: asStatement(consequent),
  alternate: alternate ? asStatement(alternate) : null,
  start: node.start,
  end: node.end,
});

/** The statements that an expression used as a statement stands for: `c && (s += x)` is an `if`. */
export const stepsOf = (node: Expression): readonly Statement[] | undefined => {
  switch (node.type) {
    case "ParenthesizedExpression":
      return [asStatement(node.expression)];
    case "SequenceExpression":
      return node.expressions.map(asStatement);
    case "ConditionalExpression":
      return [conditional(node, node.test, node.consequent, node.alternate)];
    case "LogicalExpression": {
      const { left, right, operator, start, end } = node;
      if (operator === "??") return undefined;
      const test: Expression =
        operator === "&&" ? left : { type: "UnaryExpression", operator: "!", prefix: true, argument: left, start, end };
      return [conditional(node, test, right)];
    }
    default:
      return undefined;
  }
};
