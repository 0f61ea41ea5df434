import type { Expression } from "acorn";
import { type Context, outside } from "./context.ts";
import type { Environment } from "./environment.ts";
import { refuseOuterAssignment, usesOf } from "./names.ts";
import { bindPattern } from "./patterns.ts";
import { refuse } from "./source.ts";
import { resultOf } from "./statements.ts";
import { bodyAsStatements } from "./unfold.ts";
import { type FunctionValue, missing, type Value } from "./value.ts";

type FunctionNode = Extract<Expression, { type: "ArrowFunctionExpression" | "FunctionExpression" }>;

/** Calls of one function inside each other. */
const deepest = 200;
/** Calls of a function by itself, all of which are written out. */
const mostCalls = 100_000;

/** A function written in the lambda. */
export const closure = (context: Context, node: FunctionNode, environment: Environment): FunctionValue => {
  let depth = 0;
  let calls = 0;
  return {
    kind: "function",
    name: "a function in the lambda",
    captures: { names: usesOf(node), environment },
    written: { node, context, environment },
    call: (inputs) => {
      if (depth >= deepest)
        throw outside(context, node, "this function calls itself without end", "recursion needs a constant depth");
      if (depth > 0 && ++calls > mostCalls)
        throw refuse(
          "E_LIMIT",
          context.text,
          node,
          `this function calls itself more than ${mostCalls} times`,
          "carry what is known in a loop",
        );
      depth++;
      try {
        return called(context, node, environment, inputs);
      } finally {
        depth--;
      }
    },
  };
};

const called = (context: Context, node: FunctionNode, environment: Environment, inputs: readonly Value[]): Value => {
  refuseOuterAssignment(context, node);
  if (node.async || node.generator)
    throw outside(context, node, "async functions and generators have no value per event", "(x) => ...");
  const inner = node.params.reduce(
    (names, param, k) =>
      param.type === "RestElement"
        ? bindPattern(context, param.argument, { kind: "tuple", items: inputs.slice(k) }, names)
        : bindPattern(context, param, inputs[k] ?? missing, names),
    environment,
  );
  const statements = node.body.type === "BlockStatement" ? node.body.body : bodyAsStatements(node.body);
  if (statements) return resultOf(context, statements, inner);
  return node.body.type === "BlockStatement" ? missing : context.evaluate(context, node.body, inner);
};
