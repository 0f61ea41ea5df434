import type { ArrowFunctionExpression, CallExpression, Expression, FunctionExpression, Statement } from "acorn";
import {
  type ArrayValue,
  assignedAround,
  bindPattern,
  type Context,
  type Environment,
  gathered,
  located,
  missing,
  numberOf,
  type Procedure,
  type RecordValue,
  run,
  scattered,
  type Value,
  varsIn,
} from "../../lambda/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { asArray } from "./slices.ts";
import { overTurns } from "./states.ts";
import { sumsAmong } from "./sum.ts";

type Written = ArrowFunctionExpression | FunctionExpression;

const functionIn = ({ arguments: [f] }: CallExpression): Written | undefined =>
  f?.type === "ArrowFunctionExpression" || f?.type === "FunctionExpression" ? f : undefined;

const methodIn = ({ callee }: CallExpression): { readonly of: Expression; readonly name: string } | undefined => {
  if (callee.type !== "MemberExpression" || callee.computed || callee.object.type === "Super") return undefined;
  const { object, property } = callee;
  return property.type === "Identifier" ? { of: object, name: property.name } : undefined;
};

const statementsOf = ({ body }: Written): readonly Statement[] => {
  if (body.type === "BlockStatement") return body.body;
  const { start, end } = body;
  return [{ type: "ReturnStatement", argument: body, start, end }];
};

const packed = (state: Value, item: Value): RecordValue => ({
  kind: "record",
  names: ["state", "item"],
  get: (name) => (name === "state" ? state : name === "item" ? item : undefined),
});

const inTurns = (
  b: ArrayBuilder,
  context: Context,
  array: ArrayValue,
  f: Written,
  names: readonly string[],
  environment: Environment,
): { readonly value: Value; readonly environment: Environment } => {
  const statements = statementsOf(f);
  const sums = sumsAmong(b, statements, names, environment);
  const carried = names.filter((name) => !sums.has(name));
  const around = new Map(environment);
  for (const [name, { value }] of sums) around.set(name, value);
  for (const name of varsIn(statements)) around.set(name, missing);
  const { state, items } = overTurns(b, array.length, gathered(carried, environment), (turn, before) => {
    const inputs = [array.item(turn, false), numberOf(turn), array];
    const at = f.params.reduce<Environment>(
      (known, param, k) => bindPattern(context, param, inputs[k] ?? missing, known),
      before.kind === "record" ? scattered(around, before) : around,
    );
    const pack = (value: Value, after: Environment): Value => packed(gathered(carried, after), value);
    const exits = { return: pack };
    const done = run({ ...context, exits }, statements, at, (after) => pack(missing, after));
    const [next, item] = done?.kind === "record" ? [done.get("state"), done.get("item")] : [];
    return { state: next ?? before, ...(item && item.kind !== "missing" ? { item } : {}) };
  });
  const after = state.kind === "record" ? new Map(scattered(environment, state)) : new Map(environment);
  for (const [name, sum] of sums) after.set(name, sum.total());
  return { value: items, environment: after };
};

/**
 * `array.map(f)` and `array.forEach(f)` with a function that assigns variables around it: its calls come one after the
 * other, and hand on what they assign.
 */
export const scanned =
  (b: ArrayBuilder): Procedure["scan"] =>
  (context, node, environment) => {
    if (node.type !== "CallExpression") return undefined;
    const [method, f] = [methodIn(node), functionIn(node)];
    if (!method || !f || (method.name !== "map" && method.name !== "forEach")) return undefined;
    const names = assignedAround([f as unknown as Statement], environment);
    if (names.length === 0 && method.name === "map") return undefined;
    const of = context.evaluate(context, method.of, environment);
    if (of.kind !== "array" && of.kind !== "tuple") return undefined;
    return located(context, node, () => inTurns(b, context, asArray(b, of), f, names, environment));
  };
