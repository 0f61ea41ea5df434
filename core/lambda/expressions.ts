import type { Expression, Identifier, MemberExpression } from "acorn";
import { and, not, or } from "../primitives/index.ts";
import { constant } from "../program/index.ts";
import { callOf, constantOf, mathFunction } from "./calls.ts";
import { choose, coalesce } from "./choose.ts";
import { closure } from "./closures.ts";
import { type Context, located, originOf, outside } from "./context.ts";
import { created } from "./created.ts";
import { decide } from "./decide.ts";
import type { Environment } from "./environment.ts";
import { itemAt } from "./item-at.ts";
import { arrayOf, objectOf } from "./literals.ts";
import { asNumber, emit, negative, numberOf, operate, truth } from "./meaning.ts";
import { memberOf } from "./members.ts";
import { needsConstant } from "./needs-constant.ts";
import { procedureOf } from "./procedure.ts";
import { refuse } from "./source.ts";
import { nullishTest } from "./unfold.ts";
import { describe, missing, type Value } from "./value.ts";

type Handlers = {
  readonly [T in Expression["type"]]?: (
    context: Context,
    node: Extract<Expression, { type: T }>,
    environment: Environment,
  ) => Value;
};

const isBool = (value: Value): boolean => value.kind === "number" && value.atom.dtype === "bool";

const globals: ReadonlyMap<string, Value> = new Map<string, Value>([
  ["undefined", { kind: "missing", written: "undefined" }],
  ["NaN", numberOf(constant(Number.NaN))],
  ["Infinity", numberOf(constant(Number.POSITIVE_INFINITY))],
]);

const rewritten: readonly (readonly [RegExp, string, string])[] = [
  [
    /^cov_|^__coverage__/,
    "the text carries counters of a coverage tool",
    "use V8 coverage, which leaves the text alone",
  ],
  [
    /^__vite_ssr_import_/,
    "the lambda uses an imported name, which the module loader has rewritten",
    "hand the imported function in by the second argument",
  ],
];

const identifier = (context: Context, node: Identifier, environment: Environment): Value => {
  const value = environment.get(node.name) ?? globals.get(node.name);
  if (value) return value;
  const tool = rewritten.find(([pattern]) => pattern.test(node.name));
  if (tool) throw refuse("E_FREE", context.text, node, tool[1], tool[2]);
  throw refuse(
    "E_FREE",
    context.text,
    node,
    `${node.name} is not an argument of the lambda`,
    `hand it in by the scope: (ev, { ${node.name} }) => ..., { ${node.name} }`,
  );
};

const member = (context: Context, node: MemberExpression, environment: Environment, optional: boolean): Value => {
  const { object, property } = node;
  if (object.type === "Super") throw outside(context, node, "super has no meaning here", cures.ThisExpression);
  const known = !node.computed && property.type === "Identifier" && constantOf(object, property.name, environment);
  if (known) return known;
  const handedOn = mathFunction(context, node, environment);
  if (handedOn) return handedOn;
  const self = evaluate(context, object, environment, optional || node.optional);
  if (!node.computed && property.type === "Identifier")
    return memberOf(context, self, property.name, node, optional || node.optional);
  if (property.type === "PrivateIdentifier") throw outside(context, node, "private members have no meaning here");
  if (property.type === "Literal" && typeof property.value === "string")
    return memberOf(context, self, property.value, node, optional || node.optional);
  if (self.kind === "missing") return missing;
  const key = evaluate(context, property, environment);
  if (key.kind === "text") return memberOf(context, self, key.text, node, optional || node.optional);
  if (self.kind === "array") return procedureOf(context.b)?.item(self, key) ?? missing;
  const index = asNumber(context.b, key);
  const { atom } = index;
  if (self.kind === "tuple") {
    if (atom.kind !== "const") {
      const item = procedureOf(context.b)?.item(self, index);
      if (item) return item;
      throw needsConstant(
        outside(
          context,
          node,
          "an array written out in the lambda needs a constant index",
          "choose by a condition: k === 0 ? a : b",
        ),
      );
    }
    return self.items[Number(atom.value)] ?? missing;
  }
  if (self.kind === "list") return itemAt(context.b, self, index, false);
  if (self.kind === "record" && atom.kind === "const")
    return memberOf(context, self, String(atom.value), node, optional || node.optional);
  throw outside(context, node, `${describe(self)} cannot be indexed`, "index a list or an array");
};

const unary: Readonly<Record<string, (context: Context, value: Value) => Value>> = {
  "-": ({ b }, value) => negative(b, value),
  "+": ({ b }, value) => asNumber(b, value),
  "!": ({ b }, value) => numberOf(emit(b, not, truth(b, value))),
};

const bitwise = new Set(["&", "|", "^", "<<", ">>", ">>>", "~"]);

const handlers: Handlers = {
  Identifier: identifier,
  Literal: (context, node) => {
    const { value } = node;
    if (typeof value === "number" || typeof value === "boolean") return numberOf(constant(value));
    if (typeof value === "string") return { kind: "text", text: value };
    if (value === null && !("regex" in node && node.regex)) return { kind: "missing", written: "null" };
    throw outside(context, node, "this literal has no meaning here", "write a number, a truth value or a word");
  },
  ParenthesizedExpression: (context, node, environment) => evaluate(context, node.expression, environment),
  MemberExpression: (context, node, environment) => member(context, node, environment, false),
  ChainExpression: (context, node, environment) => evaluate(context, node.expression, environment, true),
  CallExpression: callOf,
  UnaryExpression: (context, node, environment) => {
    if (node.operator === "void" && node.argument.type === "Literal") return { kind: "missing", written: "undefined" };
    const apply = Object.hasOwn(unary, node.operator) ? unary[node.operator] : undefined;
    if (!apply)
      throw outside(
        context,
        node,
        `the operator ${node.operator} is not in the language`,
        "use arithmetic, comparisons, and ?? for what is missing",
      );
    return apply(context, evaluate(context, node.argument, environment));
  },
  BinaryExpression: (context, node, environment) => {
    if (node.left.type === "PrivateIdentifier") throw outside(context, node, "private members have no meaning here");
    const result = operate(
      context.b,
      node.operator,
      evaluate(context, node.left, environment),
      evaluate(context, node.right, environment),
    );
    if (result) return result;
    throw outside(
      context,
      node,
      `the operator ${node.operator} is not in the language`,
      bitwise.has(node.operator)
        ? "use arithmetic or && || on truth values"
        : "use arithmetic, comparisons, and ?? for what is missing",
    );
  },
  LogicalExpression: (context, node, environment) => {
    const nullish = nullishTest(node);
    if (nullish) return evaluate(context, nullish, environment);
    const { b } = context;
    const optional = node.operator === "??";
    const left = evaluate(context, node.left, environment, optional);
    const known = optional ? undefined : truth(b, left);
    if (known?.kind === "const" && known.value !== (node.operator === "&&")) return left;
    if (known && procedureOf(b)) {
      const right = (): Value => evaluate(context, node.right, environment);
      const isAnd = node.operator === "&&";
      const otherwise = (): Value => (isBool(left) ? numberOf(constant(!isAnd)) : left);
      return isAnd ? decide(b, known, right, otherwise) : decide(b, known, otherwise, right);
    }
    const right = evaluate(context, node.right, environment);
    if (optional) return coalesce(b, left, right);
    if (isBool(left) && isBool(right))
      return numberOf(emit(b, node.operator === "&&" ? and : or, truth(b, left), truth(b, right)));
    const holds = truth(b, left);
    return node.operator === "&&" ? choose(b, holds, right, left) : choose(b, holds, left, right);
  },
  ConditionalExpression: (context, node, environment) => {
    const test = truth(context.b, evaluate(context, node.test, environment));
    return decide(
      context.b,
      test,
      () => evaluate(context, node.consequent, environment),
      () => evaluate(context, node.alternate, environment),
    );
  },
  ObjectExpression: objectOf,
  ArrayExpression: arrayOf,
  ArrowFunctionExpression: closure,
  FunctionExpression: closure,
  NewExpression: created,
};

const cures: Readonly<Record<string, string>> = {
  AssignmentExpression: "assign in a statement of its own: `x = ...;`",
  UpdateExpression: "write `x = x + 1;` as a statement",
  AwaitExpression: "load what is needed before, and hand it in by the scope",
  ClassExpression: "object and array literals are enough here",
  YieldExpression: "list.map, filter and reduce go through lists",
  TaggedTemplateExpression: "call a function of the scope: f(x)",
  MetaProperty: "hand in what is needed by the scope",
  ImportExpression: "load what is needed before, and hand it in by the scope",
  TemplateLiteral: "numbers and column names are all that a kernel knows",
  ThisExpression: "hand in what is needed by the scope",
};

/**
 * The value of an expression; `optional` lets a member that does not exist be missing.
 * @throws E_LAMBDA, E_FREE, E_COLUMN or E_TYPE with a caret under the place
 */
export const evaluate = (context: Context, node: Expression, environment: Environment, optional = false): Value => {
  const handler = handlers[node.type] as
    | ((context: Context, node: Expression, environment: Environment) => Value)
    | undefined;
  if (!handler) throw outside(context, node, `a ${node.type} is not in the language`, cures[node.type]);
  return context.b.from(originOf(context, node), () =>
    located(context, node, () =>
      node.type === "MemberExpression"
        ? member(context, node, environment, optional)
        : handler(context, node, environment),
    ),
  );
};
