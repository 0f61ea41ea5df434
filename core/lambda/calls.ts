import type { CallExpression, Expression, MemberExpression, SpreadElement, Super } from "acorn";
import { eq, mathPrimitives, or, pow, where } from "../primitives/index.ts";
import { constant } from "../program/index.ts";
import { again } from "./again.ts";
import { type Context, outside } from "./context.ts";
import type { Environment } from "./environment.ts";
import { listReducers } from "./list-reducers.ts";
import { inOrderOf, listMethods, tupleMethods } from "./lists.ts";
import { mathCall, numberChecks } from "./math-calls.ts";
import { applied, asNumber, converted, emit, numberOf } from "./meaning.ts";
import { memberOf } from "./members.ts";
import { usesOf } from "./names.ts";
import { procedureOf } from "./procedure.ts";
import { itemsOf } from "./spread.ts";
import { describe, type FunctionValue, type Value } from "./value.ts";

const mathConstants: ReadonlyMap<string, number> = new Map(
  (["E", "LN10", "LN2", "LOG10E", "LOG2E", "PI", "SQRT1_2", "SQRT2"] as const).map((name) => [name, Math[name]]),
);

const callable = "call a method of a list, of Math, or a function of the scope";

const numberConstants: ReadonlyMap<string, number> = new Map(
  (
    [
      "EPSILON",
      "MAX_SAFE_INTEGER",
      "MAX_VALUE",
      "MIN_SAFE_INTEGER",
      "MIN_VALUE",
      "NaN",
      "NEGATIVE_INFINITY",
      "POSITIVE_INFINITY",
    ] as const
  ).map((name) => [name, Number[name]]),
);

/** `Math.name` or `Number.name` that is not called. */
export const constantOf = (of: Expression | Super, name: string, environment: Environment): Value | undefined => {
  const value = isGlobal(of, "Math", environment)
    ? mathConstants.get(name)
    : isGlobal(of, "Number", environment)
      ? numberConstants.get(name)
      : undefined;
  return value === undefined ? undefined : numberOf(constant(value));
};

/** A function of `Math` that is handed on. */
export const mathFunction = (
  context: Context,
  node: MemberExpression,
  environment: Environment,
): FunctionValue | undefined => {
  const name = nameOfMember(node);
  if (name === undefined || !isGlobal(node.object, "Math", environment) || !mathPrimitives.has(name)) return undefined;
  return { kind: "function", name, call: (inputs) => mathCall(context, node, name, inputs) };
};

/** Numbers, and the extreme of each array that is spread among them. */
const extremesIn = (
  context: Context,
  nodes: readonly (Expression | SpreadElement)[],
  name: string,
  environment: Environment,
): readonly Value[] =>
  nodes.flatMap((node) => {
    if (node.type !== "SpreadElement") return [context.evaluate(context, node, environment)];
    const array = context.evaluate(context, node.argument, environment);
    const most = procedureOf(context.b)?.reduce(`Math.${name}`, array);
    if (most) return [most];
    throw outside(context, node, `${describe(array)} cannot be spread into arguments`, "spread an array of numbers");
  });

/** `Math.max(...list)` and `Math.min(...list)`. */
const extremeOf = (
  context: Context,
  node: CallExpression,
  name: string,
  environment: Environment,
): Value | undefined => {
  const spread = node.arguments.some(({ type }) => type === "SpreadElement");
  if (spread && procedureOf(context.b) && (name === "max" || name === "min"))
    return mathCall(context, node, name, extremesIn(context, node.arguments, name, environment));
  const [only, ...others] = node.arguments;
  if (only?.type !== "SpreadElement" || others.length > 0 || (name !== "max" && name !== "min")) return undefined;
  const list = context.evaluate(context, only.argument, environment);
  if (list.kind !== "list") return undefined;
  const { atom, present } = asNumber(context.b, listReducers[name]?.(context.b, again(context.b, list)) ?? list);
  const empty = emit(context.b, eq, list.length(), constant(0));
  return numberOf(atom, emit(context.b, or, present, empty));
};

const inputsOf = (
  context: Context,
  nodes: readonly (Expression | SpreadElement)[],
  environment: Environment,
): readonly Value[] =>
  nodes.flatMap((node) => {
    if (node.type !== "SpreadElement") return [context.evaluate(context, node, environment)];
    const value = context.evaluate(context, node.argument, environment);
    if (value.kind === "tuple") return value.items;
    const items = value.kind === "array" ? itemsOf(context.b, value) : undefined;
    if (items) return items;
    throw outside(
      context,
      node,
      `${describe(value)} cannot be spread into arguments`,
      "use max, min or sum of a list, handed in by the scope",
    );
  });

const nameOfMember = (node: MemberExpression): string | undefined => {
  const { property } = node;
  if (!node.computed && property.type === "Identifier") return property.name;
  return property.type === "Literal" && typeof property.value === "string" ? property.value : undefined;
};

const isGlobal = (node: Expression | Super, name: string, environment: Environment): boolean =>
  node.type === "Identifier" && node.name === name && !environment.has(name);

/** `toSorted((a, b) => b.pt - a.pt)`: the key is one side of the difference, the order follows from whose side it is. */
const sortCall = (context: Context, node: CallExpression, list: Value, environment: Environment): Value => {
  const [compare] = node.arguments;
  const cure = "toSorted((a, b) => b.pt - a.pt)";
  if (list.kind !== "list") throw outside(context, node, `${describe(list)} cannot be sorted`);
  if (
    compare?.type !== "ArrowFunctionExpression" ||
    compare.body.type !== "BinaryExpression" ||
    compare.body.operator !== "-"
  )
    throw outside(context, compare ?? node, "a sort needs a difference of one key of both items", cure);
  const [p, q] = compare.params;
  const { left, right } = compare.body;
  if (p?.type !== "Identifier" || q?.type !== "Identifier" || left.type === "PrivateIdentifier")
    throw outside(context, compare, "a sort needs two plain arguments", cure);
  const [leftUses, rightUses] = [usesOf(left), usesOf(right)];
  const ascending = leftUses.has(p.name) && !leftUses.has(q.name) && rightUses.has(q.name) && !rightUses.has(p.name);
  const descending = leftUses.has(q.name) && !leftUses.has(p.name) && rightUses.has(p.name) && !rightUses.has(q.name);
  const inner = new Map(environment).set(p.name, list.item).set(q.name, list.item);
  const [x, y] = [left, right].map((side) =>
    context.b.inside(list.axis, () => asNumber(context.b, context.evaluate(context, side, inner))),
  );
  if (!x || !y || x.atom !== y.atom || ascending === descending)
    throw outside(context, compare, "the two sides of this comparison are not one key of the two items", cure);
  const key = emit(context.b, where, x.present, x.atom, constant(Number.NaN));
  return inOrderOf(context.b, list, key, descending);
};

const methodCall = (
  context: Context,
  node: CallExpression,
  callee: MemberExpression,
  environment: Environment,
): Value => {
  const name = nameOfMember(callee);
  if (callee.object.type === "Super" || name === undefined)
    throw outside(context, callee, "this call is not in the language");
  if (isGlobal(callee.object, "Math", environment))
    return (
      extremeOf(context, node, name, environment) ??
      mathCall(context, node, name, inputsOf(context, node.arguments, environment))
    );
  if (isGlobal(callee.object, "Number", environment) && Object.hasOwn(numberChecks, name)) {
    const [value] = inputsOf(context, node.arguments, environment);
    const check = numberChecks[name];
    if (value && check) return check(context, value);
  }
  if (isGlobal(callee.object, "Array", environment)) {
    const inputs = inputsOf(context, node.arguments, environment);
    const made = procedureOf(context.b)?.global(context, node, `Array.${name}`, inputs);
    if (made) return made;
  }
  const found = context.evaluate(context, callee.object, environment);
  if (found.kind === "missing") return found;
  const self = found.kind === "list" && name !== "at" ? again(context.b, found) : found;
  if (self.kind === "list" && (name === "toSorted" || name === "sort"))
    return sortCall(context, node, self, environment);
  const inputs = (): readonly Value[] => inputsOf(context, node.arguments, environment);
  if (self.kind === "list") {
    const method = Object.hasOwn(listMethods, name) ? listMethods[name] : undefined;
    if (method) return method(context.b, self, inputs());
    throw outside(
      context,
      callee,
      `lists have no ${name} in this language`,
      `one of ${[...Object.keys(listMethods), "toSorted", "sort"].join(", ")}`,
    );
  }
  if (self.kind === "array" || self.kind === "tuple") {
    const method = procedureOf(context.b)?.method(self, name);
    if (method) return method.call(inputs());
  }
  if (self.kind === "tuple") {
    const method = Object.hasOwn(tupleMethods, name) ? tupleMethods[name] : undefined;
    if (method) return method(context.b, self, inputs());
  }
  const member = memberOf(context, self, name, callee, false);
  if (member.kind === "function") return member.call(inputs());
  throw outside(context, callee, `${name} of ${describe(self)} is not a function`, callable);
};

/** What tools that keep names wrap functions in: `__name(f, "f")`, under any name after minifying. */
const isNaming = ({ arguments: [f, name] }: CallExpression, callee: Expression, environment: Environment): boolean => {
  if (callee.type !== "Identifier" || environment.has(callee.name)) return false;
  const isFunction = f?.type === "ArrowFunctionExpression" || f?.type === "FunctionExpression";
  return callee.name === "__name" || (isFunction && name?.type === "Literal" && typeof name.value === "string");
};

/** A call: of a method, of `Math`, or of a function that the scope or the lambda brings. */
export const callOf = (context: Context, node: CallExpression, environment: Environment): Value => {
  const callee =
    node.callee.type === "SequenceExpression" ? (node.callee.expressions.at(-1) ?? node.callee) : node.callee;
  if (callee.type === "MemberExpression") return methodCall(context, node, callee, environment);
  if (callee.type === "Super") throw outside(context, callee, "super has no meaning here");
  if (isNaming(node, callee, environment)) {
    const [named] = inputsOf(context, node.arguments.slice(0, 1), environment);
    if (named) return named;
  }
  if (isGlobal(callee, "Number", environment)) {
    const [value] = inputsOf(context, node.arguments, environment);
    if (value) return converted(context.b, value);
  }
  if (isGlobal(callee, "__pow", environment))
    return applied(context.b, pow, inputsOf(context, node.arguments, environment));
  if (isGlobal(callee, "Array", environment)) {
    const inputs = inputsOf(context, node.arguments, environment);
    const made = procedureOf(context.b)?.global(context, node, "Array", inputs);
    if (made) return made;
  }
  const f = context.evaluate(context, callee, environment);
  if (f.kind === "function") return f.call(inputsOf(context, node.arguments, environment));
  throw outside(context, node, `${describe(f)} cannot be called`, callable);
};
