import type { Expression, Statement } from "acorn";
import { fail } from "../errors.ts";
import type { Builder } from "../program/index.ts";
import { type Context, located } from "./context.ts";
import type { Environment } from "./environment.ts";
import { evaluate } from "./expressions.ts";
import type { Scope } from "./lambda.ts";
import { bindPattern } from "./patterns.ts";
import { procedureOf } from "./procedure.ts";
import { type CallLambda, scopeRecord } from "./scope.ts";
import { caret, parseLambda } from "./source.ts";
import { resultOf } from "./statements.ts";
import { bodyAsStatements } from "./unfold.ts";
import { missing, type Value } from "./value.ts";

const deepest = 200;

/** Where a lambda stands and how its equations remember it. */
export interface Standing {
  /** What errors and explanations call the lambda, such as the operator it stands in. */
  readonly label: string;
  readonly width?: number | undefined;
  readonly step?: string | undefined;
  readonly isRule?: boolean;
}

/**
 * The value of a lambda applied to values: its hard meaning, as equations of a builder.
 * @throws E_LAMBDA, E_FREE, E_SCOPE, E_COLUMN, E_TYPE with a caret under the place
 */
export const elaborate = (b: Builder, f: object, inputs: readonly Value[], scope: Scope, standing: Standing): Value =>
  withinStack(f, () => callAt(b, standing, 0)(f, inputs, scope));

const withinStack = <T>(f: object, work: () => T): T => {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    const { text } = parseLambda(f);
    throw fail("E_LAMBDA", {
      what: "the lambda is nested too deeply, or calls itself without end",
      where: caret(text, 0, text.length),
      cure: "recursion needs a constant depth",
      cause,
    });
  }
};

const callAt =
  (b: Builder, standing: Standing, depth: number): CallLambda =>
  (f, inputs, scope) => {
    if (depth > deepest)
      throw fail("E_LAMBDA", {
        what: "this function calls itself without end",
        cure: "recursion needs a constant depth",
      });
    const { text, params, body } = parseLambda(f);
    const { label, width, step, isRule = false } = standing;
    const context: Context = { b, text, label, width, step, isRule, evaluate };
    const values = [...inputs, scopeRecord(b, scope, callAt(b, standing, depth + 1))];
    const environment = params.reduce<Environment>(
      (names, param, k) => bindPattern(context, param, values[k] ?? missing, names),
      new Map(),
    );
    const statements = isStatements(body) ? body : bodyAsStatements(body);
    if (statements) return resultOf(context, statements, environment);
    if (isStatements(body)) return missing;
    const value = evaluate(context, body, environment);
    return located(context, body, () => procedureOf(b)?.named(value) ?? value);
  };

const isStatements = (body: Expression | readonly Statement[]): body is readonly Statement[] => Array.isArray(body);
