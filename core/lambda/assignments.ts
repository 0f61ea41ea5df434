import type { ArrayPattern, AssignmentExpression, Expression, ObjectPattern, VariableDeclaration } from "acorn";
import { constant } from "../program/index.ts";
import { coalesce } from "./choose.ts";
import { type Context, outside } from "./context.ts";
import { decide } from "./decide.ts";
import { bound, type Environment } from "./environment.ts";
import { negative, numberOf, operate, truth } from "./meaning.ts";
import { boundBy } from "./names.ts";
import { bindPattern } from "./patterns.ts";
import { procedureOf } from "./procedure.ts";
import { addsToEach, termsOf } from "./sums.ts";
import { missing, type SumValue, type Value } from "./value.ts";

/** The variables after a declaration. */
export const declare = (context: Context, node: VariableDeclaration, environment: Environment): Environment =>
  node.declarations.reduce((names, { id, init }) => {
    if (!init) return bindPattern(context, id, missing, names);
    const isFunction = init.type === "ArrowFunctionExpression" || init.type === "FunctionExpression";
    const scan = procedureOf(context.b)?.scan(context, init, names);
    if (scan) return bindPattern(context, id, scan.value, scan.environment);
    if (!isFunction || id.type !== "Identifier" || !procedureOf(context.b))
      return bindPattern(context, id, context.evaluate(context, init, names), names);
    // a function sees itself
    const inner = new Map(names);
    const value = context.evaluate(context, init, inner);
    inner.set(id.name, value);
    return bound(names, id.name, value);
  }, environment);

/** A function sees a variable as it is when the function runs; here it was compiled with what the variable was. */
const refuseCaptured = (context: Context, node: Expression, name: string, environment: Environment): void => {
  const value = environment.get(name);
  for (const f of environment.values())
    if (f.kind === "function" && f.captures?.names.has(name) && f.captures.environment.get(name) === value)
      throw outside(
        context,
        node,
        `${name} is assigned after a function that uses it was made`,
        "make the function after the assignment",
      );
};

/** Adds what an assignment adds to a variable to which a loop only adds. */
const addTo = (context: Context, sum: SumValue, node: AssignmentExpression, environment: Environment): void => {
  const value = (term: Expression): Value => context.evaluate(context, term, environment);
  const each = addsToEach(node);
  const f = each && value(each);
  if (f?.kind === "function") sum.addToEach(f);
  else
    for (const { minus, term } of termsOf(node) ?? []) sum.add(minus ? negative(context.b, value(term)) : value(term));
};

const combined = ({ b }: Context, operator: string, before: Value, right: Value): Value | undefined => {
  if (operator === "??") return coalesce(b, before, right);
  if (operator === "&&" || operator === "||") {
    const [yes, no] = operator === "&&" ? [right, before] : [before, right];
    return decide(
      b,
      truth(b, before),
      () => yes,
      () => no,
    );
  }
  return operate(b, operator, before, right);
};

/** `[a, b] = [b, a]`: each of these is a variable already. */
const assignParts = (
  context: Context,
  node: AssignmentExpression,
  parts: ArrayPattern | ObjectPattern,
  environment: Environment,
): Environment => {
  for (const name of boundBy(parts)) {
    if (!environment.has(name))
      throw outside(context, node, `${name} is not a variable of the lambda`, `let ${name} = ...;`);
    refuseCaptured(context, node, name, environment);
  }
  return bindPattern(context, parts, context.evaluate(context, node.right, environment), environment);
};

const assign = (context: Context, node: AssignmentExpression, environment: Environment): Environment => {
  const { left, operator } = node;
  if (left.type === "ArrayPattern" || left.type === "ObjectPattern")
    return assignParts(context, node, left, environment);
  if (left.type !== "Identifier")
    throw outside(
      context,
      node,
      "only variables of the lambda can be assigned",
      left.type === "MemberExpression" && left.computed
        ? "make a new array instead: x.map((v, i) => i === k ? 1 : v)"
        : "make a new object instead",
    );
  const before = environment.get(left.name);
  if (before?.kind === "sum") {
    addTo(context, before, node, environment);
    return environment;
  }
  if (!before) throw outside(context, node, `${left.name} is not a variable of the lambda`, `let ${left.name} = ...;`);
  refuseCaptured(context, node, left.name, environment);
  const scan = operator === "=" ? procedureOf(context.b)?.scan(context, node.right, environment) : undefined;
  if (scan) return bound(scan.environment, left.name, scan.value);
  const right = context.evaluate(context, node.right, environment);
  const value = operator === "=" ? right : combined(context, operator.slice(0, -1), before, right);
  if (!value)
    throw outside(
      context,
      node,
      `the assignment ${operator} is not in the language`,
      "use arithmetic or && || on truth values",
    );
  return bound(environment, left.name, procedureOf(context.b)?.named(value) ?? value);
};

/** The variables after a block: what it declared for itself is forgotten. */
export const leave = (outer: Environment, inner: Environment, names: readonly string[]): Environment => {
  if (names.length === 0) return inner;
  const after = new Map(inner);
  for (const name of names) {
    const before = outer.get(name);
    if (before) after.set(name, before);
    else after.delete(name);
  }
  return after;
};

/** A statement that only changes variables. */
export const act = (context: Context, node: Expression, environment: Environment): Environment => {
  if (node.type === "AssignmentExpression") return assign(context, node, environment);
  if (node.type === "UpdateExpression" && node.argument.type === "Identifier") {
    const before = environment.get(node.argument.name) ?? missing;
    if (before.kind === "sum") {
      before.add(numberOf(constant(node.operator === "++" ? 1 : -1)));
      return environment;
    }
    refuseCaptured(context, node, node.argument.name, environment);
    const value = operate(context.b, node.operator === "++" ? "+" : "-", before, numberOf(constant(1)));
    return bound(environment, node.argument.name, value ?? missing);
  }
  const scan = procedureOf(context.b)?.scan(context, node, environment);
  if (scan) return scan.environment;
  // what a method says that changes arrays is more to the point
  if (procedureOf(context.b) && node.type === "CallExpression") context.evaluate(context, node, environment);
  if (node.type === "SequenceExpression")
    return node.expressions.reduce((names, part) => act(context, part, names), environment);
  throw outside(
    context,
    node,
    "an expression whose value is not used does nothing here",
    "return it, or assign it to a variable",
  );
};
