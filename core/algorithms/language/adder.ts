import type { ArrowFunctionExpression, Expression, FunctionExpression, Pattern, Statement } from "acorn";
import {
  bindPattern,
  bound,
  type FunctionValue,
  missing,
  resultOf,
  type SumValue,
  stepsOfReducer,
  type Value,
} from "../../lambda/index.ts";

interface Written {
  readonly params: readonly Pattern[];
  readonly body: Expression | readonly Statement[];
}

const writtenOf = (f: FunctionValue): Written | undefined => {
  const node = f.written?.node;
  if (node?.type !== "ArrowFunctionExpression" && node?.type !== "FunctionExpression") return undefined;
  const { params, body } = node as ArrowFunctionExpression | FunctionExpression;
  return { params, body: body.type === "BlockStatement" ? body.body : body };
};

/** Adds what each call of the function adds to its accumulator; undefined for a function that does more than add. */
export const adder = (f: FunctionValue): ((sum: SumValue, inputs: readonly Value[]) => void) | undefined => {
  const { written } = f;
  const parts = writtenOf(f);
  const [first, ...rest] = parts?.params ?? [];
  if (!written || !parts || first?.type !== "Identifier" || rest.some((param) => param.type === "RestElement"))
    return undefined;
  const steps = stepsOfReducer(parts.body, first.name);
  if (!steps) return undefined;
  return (sum, inputs) => {
    const { context, environment } = written;
    const names = rest.reduce(
      (before, param, k) => bindPattern(context, param, inputs[k] ?? missing, before),
      bound(environment, first.name, sum),
    );
    resultOf(context, steps, names);
  };
};
