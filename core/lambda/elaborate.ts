import { fail } from "../errors.ts";
import type { Builder } from "../program/index.ts";
import type { Context, Environment } from "./context.ts";
import { evaluate } from "./expressions.ts";
import type { Scope } from "./lambda.ts";
import { bindPattern } from "./patterns.ts";
import { scopeRecord, type CallLambda } from "./scope.ts";
import { parseLambda } from "./source.ts";
import { resultOf } from "./statements.ts";
import { missing, type Value } from "./value.ts";

const deepest = 200;

/**
 * The value of a lambda applied to values: its hard meaning, as equations of a builder.
 * @param label - what errors and explanations call the lambda, such as the operator it stands in
 * @throws E_LAMBDA, E_FREE, E_SCOPE, E_COLUMN, E_TYPE with a caret under the place
 */
export const elaborate = (b: Builder, f: object, inputs: readonly Value[], scope: Scope, label: string): Value =>
  callAt(b, label, 0)(f, inputs, scope);

const callAt = (b: Builder, label: string, depth: number): CallLambda => (f, inputs, scope) => {
  if (depth > deepest) throw fail("E_LAMBDA", { what: "this function calls itself without end", cure: "recursion needs a constant depth" });
  const { text, params, body } = parseLambda(f);
  const context: Context = { b, text, label, evaluate };
  const values = [...inputs, scopeRecord(b, scope, callAt(b, label, depth + 1))];
  const environment = params.reduce<Environment>(
    (names, param, k) => bindPattern(context, param, values[k] ?? missing, names),
    new Map(),
  );
  return Array.isArray(body) ? resultOf(context, body, environment) : evaluate(context, body as Exclude<typeof body, readonly unknown[]>, environment);
};
