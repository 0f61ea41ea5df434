import type { Expression, ForOfStatement, ForStatement, Statement } from "acorn";
import { again } from "./again.ts";
import { act, declare, leave } from "./assignments.ts";
import { type Context, located, type Next, outside } from "./context.ts";
import { bound, type Environment } from "./environment.ts";
import { reduceList } from "./folds.ts";
import { truth } from "./meaning.ts";
import { declaredIn, waysOut } from "./names.ts";
import { bindPattern } from "./patterns.ts";
import { rangeOf } from "./range.ts";
import { assignedAround, gathered, type Run, scattered, unrolled } from "./turns.ts";
import { describe, type FunctionValue, type ListValue, missing, type Value } from "./value.ts";

const mostTurns = 1000;

/** Reduces what a loop assigns over a list. */
const reduced = (
  run: Run,
  context: Context,
  node: ForOfStatement | ForStatement,
  list: ListValue,
  environment: Environment,
  own: readonly string[],
  bind: (before: Environment, item: Value) => Environment,
): Environment => {
  const ways = waysOut(node.body);
  if (ways.has("return") || ways.has("break"))
    throw outside(
      context,
      node,
      `a loop over a list cannot ${ways.has("return") ? "return" : "stop early"}`,
      "list.find, some or every ask about items, list.slice takes the first ones",
    );
  const names = assignedAround([node.body], environment);
  const step: FunctionValue = {
    kind: "function",
    name: "a loop",
    call: ([accumulator = missing, item = missing]) => {
      const before = accumulator.kind === "record" ? scattered(environment, accumulator) : environment;
      const end: Next = (after) => gathered(names, leave(before, after, own));
      return run({ ...context, exits: { continue: end } }, [node.body], bind(before, item), end) ?? missing;
    },
  };
  return located(context, node, () => {
    const result = reduceList(context.b, again(context.b, list), step, gathered(names, environment));
    return result.kind === "record" ? scattered(environment, result) : environment;
  });
};

/** `for (const item of list)`: what the loop assigns is reduced; an array written out is gone through. */
export const loopOf = (
  run: Run,
  context: Context,
  node: ForOfStatement,
  environment: Environment,
  next: Next,
): Value | undefined => {
  const { left, right, body } = node;
  if (left.type !== "VariableDeclaration" || node.await)
    throw outside(context, node, "this loop is not in the language", "for (const item of list)");
  const [declaration] = left.declarations;
  const bind = (before: Environment, item: Value): Environment =>
    declaration ? bindPattern(context, declaration.id, item, before) : before;
  const list = context.evaluate(context, right, environment);
  const own = declaredIn([left]);
  if (list.kind === "list") return next(reduced(run, context, node, list, environment, own, bind));
  if (list.kind !== "tuple") throw outside(context, right, `${describe(list)} cannot be looped over`);
  const names = assignedAround([body], environment);
  return unrolled(
    context,
    names,
    environment,
    (before, k) => {
      const item = list.items[k];
      if (!item) return { environment: before, body: undefined };
      const restored =
        (exit: Next): Next =>
        (after) =>
          exit(leave(before, after, own));
      return {
        environment: before,
        body: (inner, end) =>
          run(
            {
              ...inner,
              exits: {
                ...inner.exits,
                continue: restored(inner.exits?.continue ?? end),
                break: restored(inner.exits?.break ?? end),
              },
            },
            [body],
            bind(before, item),
            restored(end),
          ),
      };
    },
    next,
  );
};

const asStatement = (expression: Expression): Statement => ({
  type: "ExpressionStatement",
  expression,
  start: expression.start,
  end: expression.end,
});

/** A loop with a constant bound, turn by turn; and one with a bound of the event, as a reduction over its turns. */
export const loopFor = (
  run: Run,
  context: Context,
  node: ForStatement,
  environment: Environment,
  next: Next,
): Value | undefined => {
  const { init, test, update, body } = node;
  const start =
    init?.type === "VariableDeclaration"
      ? declare(context, init, environment)
      : init
        ? act(context, init, environment)
        : environment;
  const own = init?.type === "VariableDeclaration" && init.kind !== "var" ? declaredIn([init]) : [];
  const onward: Next = (after) => next(leave(environment, after, own));
  const turns = rangeOf(context, node, start);
  if (turns) {
    const { name, list } = turns;
    return onward(reduced(run, context, node, list, start, [name], (before, item) => bound(before, name, item)));
  }
  const step = update ? [asStatement(update)] : [];
  const updated = (before: Environment): Environment => {
    let after = before;
    run(context, step, before, (names) => {
      after = names;
      return missing;
    });
    return after;
  };
  const isOn = (names: Environment, k: number): boolean => {
    const holds = test ? truth(context.b, context.evaluate(context, test, names)) : undefined;
    if (holds?.kind === "const" && (holds.value === false || k < mostTurns)) return holds.value === true;
    throw outside(
      context,
      node,
      `a loop needs a bound that is a constant, at most ${mostTurns} turns, or \`i < n\` with a number of the event`,
      "for (let i = 0; i < n; i++), or list.map, filter and reduce",
    );
  };
  return unrolled(
    context,
    assignedAround([body, ...step], start),
    start,
    (before, k) => {
      const names = k === 0 ? before : updated(before);
      return { environment: names, body: isOn(names, k) ? (inner, end) => run(inner, [body], names, end) : undefined };
    },
    onward,
  );
};
