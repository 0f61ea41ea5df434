import type { NewExpression } from "acorn";
import { type Context, outside } from "./context.ts";
import type { Environment } from "./environment.ts";
import { procedureOf } from "./procedure.ts";
import type { Value } from "./value.ts";

/** `new Array(n)`, in a lambda of arrays. */
export const created = (context: Context, node: NewExpression, environment: Environment): Value => {
  const { callee, arguments: inputs } = node;
  const made =
    callee.type === "Identifier" && !environment.has(callee.name)
      ? procedureOf(context.b)?.global(
          context,
          node,
          callee.name,
          inputs.flatMap((input) =>
            input.type === "SpreadElement" ? [] : [context.evaluate(context, input, environment)],
          ),
        )
      : undefined;
  if (made) return made;
  throw outside(context, node, "a NewExpression is not in the language", "object and array literals are enough here");
};
