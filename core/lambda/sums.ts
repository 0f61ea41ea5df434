import type { AssignmentExpression, Expression, Node, Statement } from "acorn";

/** What is added to a variable, or taken away from it. */
export interface Term {
  readonly minus: boolean;
  readonly term: Expression;
}

const isName = (node: unknown, name: string): boolean =>
  typeof node === "object" &&
  node !== null &&
  "type" in node &&
  node.type === "Identifier" &&
  "name" in node &&
  node.name === name;

/** The terms of `name + a - b`, or `a + name`; undefined for any other expression. */
const termsBeside = (node: Expression, name: string): readonly Term[] | undefined => {
  if (isName(node, name)) return [];
  if (node.type === "ParenthesizedExpression") return termsBeside(node.expression, name);
  if (node.type !== "BinaryExpression" || node.left.type === "PrivateIdentifier") return undefined;
  const { operator, left, right } = node;
  if (operator !== "+" && operator !== "-") return undefined;
  const before = termsBeside(left, name);
  if (before) return [...before, { minus: operator === "-", term: right }];
  return operator === "+" && isName(right, name) ? [{ minus: false, term: left }] : undefined;
};

/** What `s += a`, `s -= a` or `s = s + a - b` adds to `s`; undefined for any other assignment. */
export const termsOf = ({ left, operator, right }: AssignmentExpression): readonly Term[] | undefined => {
  if (left.type !== "Identifier") return undefined;
  if (operator === "+=" || operator === "-=") return [{ minus: operator === "-=", term: right }];
  return operator === "=" ? termsBeside(right, left.name) : undefined;
};

/** The function of `s = s.map((v, i) => v + a)`, which adds to each item of `s`; undefined for any other assignment. */
export const addsToEach = ({ left, operator, right }: AssignmentExpression): Expression | undefined =>
  left.type === "Identifier" && operator === "=" ? eachOf(right, left.name) : undefined;

const eachOf = (node: Expression, name: string): Expression | undefined => {
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return undefined;
  const { object, property, computed } = node.callee;
  const [f, ...others] = node.arguments;
  if (computed || !isName(object, name) || !isName(property, "map") || others.length > 0) return undefined;
  if (f?.type !== "ArrowFunctionExpression" || f.params.length > 2 || mentions(f, name)) return undefined;
  const [item] = f.params;
  const body = f.body.type === "BlockStatement" ? f.body.body : f.body;
  return item?.type === "Identifier" && stepsOfReducer(body, item.name) ? f : undefined;
};

type Part = Node & Readonly<Record<string, unknown>>;

const isNode = (part: unknown): part is Part => typeof part === "object" && part !== null && "type" in part;

/** True if a name stands somewhere, as a value or as anything else that is not a member. */
export const mentions = (part: unknown, name: string): boolean => {
  if (Array.isArray(part)) return part.some((item) => mentions(item, name));
  if (!isNode(part)) return false;
  if (part.type === "Identifier") return part.name === name;
  if (part.type === "MemberExpression")
    return mentions(part.object, name) || (part.computed === true && mentions(part.property, name));
  if (part.type === "Property")
    return mentions(part.value, name) || (part.computed === true && mentions(part.key, name));
  return Object.values(part).some((value) => mentions(value, name));
};

/** What a variable is that is added to: a number, or an array of which each item is. */
export type Added = "number" | "array";

/** True if an expression that stands alone mentions the name at most by adding to it. */
const addsAlone = (node: Expression, name: string, kind: Added): boolean => {
  switch (node.type) {
    case "ParenthesizedExpression":
      return addsAlone(node.expression, name, kind);
    case "SequenceExpression":
      return node.expressions.every((part) => addsAlone(part, name, kind));
    case "ConditionalExpression":
      return (
        !mentions(node.test, name) && [node.consequent, node.alternate].every((part) => addsAlone(part, name, kind))
      );
    case "LogicalExpression":
      return node.operator !== "??" && !mentions(node.left, name) && addsAlone(node.right, name, kind);
    case "UpdateExpression":
      return kind === "number" || !mentions(node, name);
    case "AssignmentExpression": {
      if (!isName(node.left, name)) return !mentions(node, name);
      if (kind === "array") return addsToEach(node) !== undefined;
      return termsOf(node)?.every(({ term }) => !mentions(term, name)) ?? false;
    }
    default:
      return !mentions(node, name);
  }
};

/** True if statements do nothing with a variable but add to it. */
export const onlyAdds = (part: unknown, name: string, kind: Added): boolean => {
  if (Array.isArray(part)) return part.every((item) => onlyAdds(item, name, kind));
  if (!isNode(part)) return true;
  if (part.type === "ExpressionStatement") return addsAlone(part.expression as Expression, name, kind);
  if (!mentions(part, name)) return true;
  const isStatement = /Statement$|^SwitchCase$/.test(part.type) && part.type !== "ReturnStatement";
  return isStatement && Object.values(part).every((value) => onlyAdds(value, name, kind));
};

const asStatement = (expression: Expression): Statement => ({
  type: "ExpressionStatement",
  expression,
  start: expression.start,
  end: expression.end,
});

/** The steps that a value `s + a` stands for where `s` is what is added to: `s += a`. */
const stepsTo = (node: Expression, name: string): Statement | undefined => {
  if (node.type === "ParenthesizedExpression") return stepsTo(node.expression, name);
  const { start, end } = node;
  if (node.type === "ConditionalExpression") {
    const [consequent, alternate] = [stepsTo(node.consequent, name), stepsTo(node.alternate, name)];
    return consequent && alternate && !mentions(node.test, name)
      ? { type: "IfStatement", test: node.test, consequent, alternate, start, end }
      : undefined;
  }
  const left = { type: "Identifier" as const, name, start, end };
  const step = asStatement({ type: "AssignmentExpression", operator: "=", left, right: node, start, end });
  if (eachOf(node, name)) return step;
  const terms = termsBeside(node, name);
  if (!terms || terms.some(({ term }) => mentions(term, name))) return undefined;
  return step;
};

/** Statements that add to their accumulator what the function of a `reduce` adds; undefined if it does anything else. */
export const stepsOfReducer = (
  body: Expression | readonly Statement[],
  name: string,
): readonly Statement[] | undefined => {
  if (!Array.isArray(body)) {
    const step = stepsTo(body as Expression, name);
    return step && [step];
  }
  const statements = body as readonly Statement[];
  const last = statements.at(-1);
  if (last?.type !== "ReturnStatement" || !last.argument) return undefined;
  const step = stepsTo(last.argument, name);
  const before = statements.slice(0, -1);
  return step && !before.some((statement) => mentions(statement, name) || returns(statement))
    ? [...before, step]
    : undefined;
};

const returns = (part: unknown): boolean => {
  if (Array.isArray(part)) return part.some(returns);
  if (!isNode(part)) return false;
  if (part.type === "ArrowFunctionExpression" || part.type === "FunctionExpression") return false;
  return part.type === "ReturnStatement" || Object.values(part).some(returns);
};
