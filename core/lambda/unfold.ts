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

const isNull = (node: Expression): boolean => node.type === "Literal" && node.value === null && !node.regex;

const isUndefined = (node: Expression): boolean =>
  (node.type === "UnaryExpression" && node.operator === "void") ||
  (node.type === "Identifier" && node.name === "undefined");

const nameOf = (node: Expression): string | undefined => {
  if (node.type === "ParenthesizedExpression") return nameOf(node.expression);
  if (node.type === "AssignmentExpression") return node.left.type === "Identifier" ? node.left.name : undefined;
  return node.type === "Identifier" ? node.name : undefined;
};

type Comparison = Extract<Expression, { type: "BinaryExpression" }>;

/** `x !== null && x !== void 0`, which older targets write for `x != null`, and its opposite, as that one comparison. */
export const nullishTest = (node: Expression): Comparison | undefined => {
  if (node.type !== "LogicalExpression") return undefined;
  const { left, right, operator } = node;
  const strict = operator === "&&" ? "!==" : operator === "||" ? "===" : undefined;
  if (!strict || left.type !== "BinaryExpression" || right.type !== "BinaryExpression") return undefined;
  if (left.left.type === "PrivateIdentifier" || right.left.type === "PrivateIdentifier") return undefined;
  const name = nameOf(left.left);
  const fits =
    left.operator === strict &&
    right.operator === strict &&
    isNull(left.right) &&
    isUndefined(right.right) &&
    name !== undefined &&
    name === nameOf(right.left);
  return fits ? { ...left, operator: operator === "&&" ? "!=" : "==" } : undefined;
};

/** The value of an assignment of which only is asked whether it is there: a member may be missing. */
const optional = (statement: Statement): Statement => {
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression")
    return statement;
  const { right, start, end } = statement.expression;
  if (right.type !== "MemberExpression") return statement;
  return {
    ...statement,
    expression: { ...statement.expression, right: { type: "ChainExpression", expression: right, start, end } },
  };
};

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
    case "LogicalExpression": {
      const nullish = nullishTest(node);
      return nullish ? unfolded(nullish) : within(node.left, (left) => ({ ...node, left }));
    }
    case "BinaryExpression": {
      if (node.left.type === "PrivateIdentifier") return { before: [], value: node };
      const { before, value } = within(node.left, (left) => ({ ...node, left }));
      const asks = (node.operator === "!=" || node.operator === "==") && isNull(node.right);
      return { before: asks ? before.map(optional) : before, value };
    }
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
    case "AssignmentExpression": {
      const { before, value } = unfolded(node.right);
      return before.length > 0 ? [...before, asStatement({ ...node, right: value })] : undefined;
    }
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

/** The body of an arrow function as statements, if assignments stand in it. */
export const bodyAsStatements = (body: Expression): readonly Statement[] | undefined =>
  unfolded(body).before.length > 0
    ? [{ type: "ReturnStatement", argument: body, start: body.start, end: body.end }]
    : undefined;
