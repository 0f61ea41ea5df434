import type { SwitchStatement } from "acorn";
import { leave } from "./assignments.ts";
import { type Context, type Next, outside } from "./context.ts";
import { decide } from "./decide.ts";
import type { Environment } from "./environment.ts";
import { operate, truth } from "./meaning.ts";
import { casesOf, declaredIn } from "./names.ts";
import { assignedAround, gathered, mayLeave, type Run, scattered } from "./turns.ts";
import { missing, type Value } from "./value.ts";

/** `switch` on a number or a word: the statements from the first case that `===` finds equal, up to a `break`. */
export const switchOf = (
  run: Run,
  context: Context,
  node: SwitchStatement,
  environment: Environment,
  next: Next,
): Value | undefined => {
  const { b } = context;
  const value = context.evaluate(context, node.discriminant, environment);
  const own = declaredIn(casesOf(node));
  const names = assignedAround([node], environment);
  const leaves = mayLeave(node);
  const end: Next = (after) => {
    const left = leave(environment, after, own);
    return leaves ? next(left) : gathered(names, left);
  };
  const from = (k: number): Value | undefined => {
    const statements = node.cases.slice(k).flatMap(({ consequent }) => consequent);
    return run({ ...context, exits: { ...context.exits, break: end } }, statements, environment, end);
  };
  const standard = node.cases.findIndex(({ test }) => !test);
  const otherwise = (): Value | undefined => (standard < 0 ? end(environment) : from(standard));
  const follow = (k: number): Value | undefined => {
    const here = node.cases[k];
    if (!here) return otherwise();
    if (!here.test) return follow(k + 1);
    const equal = operate(b, "===", value, context.evaluate(context, here.test, environment));
    if (!equal) throw outside(context, here.test, "this case cannot be compared");
    const holds = truth(b, equal);
    return decide(
      b,
      holds,
      () => from(k) ?? missing,
      () => follow(k + 1) ?? missing,
    );
  };
  const result = follow(0);
  if (leaves) return result;
  return next(result?.kind === "record" ? scattered(environment, result) : environment);
};
