import type { BreakStatement, ContinueStatement, Statement } from "acorn";
import { act, declare, leave } from "./assignments.ts";
import { type Context, located, type Next, outside } from "./context.ts";
import { decide } from "./decide.ts";
import { bound, type Environment } from "./environment.ts";
import { loopFor, loopOf } from "./loops.ts";
import { truth } from "./meaning.ts";
import { declaredIn, varsIn } from "./names.ts";
import { type Loop, procedureOf } from "./procedure.ts";
import { switchOf } from "./switches.ts";
import { assignedAround, gathered, mayLeave, scattered } from "./turns.ts";
import { stepsOf, unfolded } from "./unfold.ts";
import { missing, type Value } from "./value.ts";

const stop: Next = () => undefined;

/** What a function returns; inside a loop, what the loop makes of that. */
const returned = ({ exits }: Context, value: Value, after: Environment): Value | undefined =>
  exits?.return ? exits.return(value, after) : value;

const left = (context: Context, node: BreakStatement | ContinueStatement, after: Environment): Value | undefined => {
  const word = node.type === "BreakStatement" ? "break" : "continue";
  const exit = node.label ? undefined : context.exits?.[word];
  if (exit) return exit(after);
  throw outside(context, node, `a ${word} to another place is not in the language`, "if (...) { ... } else { ... }");
};

/**
 * The value that statements return, with both outcomes of each condition followed to the end; undefined where they
 * return nothing.
 */
export const run = (
  context: Context,
  statements: readonly Statement[],
  environment: Environment,
  next: Next = stop,
): Value | undefined => {
  const [node, ...rest] = statements;
  if (!node) return next(environment);
  switch (node.type) {
    case "EmptyStatement":
      return run(context, rest, environment, next);
    case "ReturnStatement": {
      if (!node.argument) return returned(context, missing, environment);
      const { before, value } = unfolded(node.argument);
      const names = before.length > 0 ? undefined : environment;
      if (names) {
        const scan = procedureOf(context.b)?.scan(context, value, names);
        return returned(context, scan?.value ?? context.evaluate(context, value, names), scan?.environment ?? names);
      }
      const last: Statement = { ...node, argument: value };
      return run(context, [...before, last], environment, next);
    }
    case "VariableDeclaration": {
      const [first, ...others] = node.declarations;
      const init = first?.init ? unfolded(first.init) : undefined;
      if (!first || !init || init.before.length === 0)
        return run(context, rest, declare(context, node, environment), next);
      const alone = { ...node, declarations: [{ ...first, init: init.value }] };
      const more = others.length > 0 ? [{ ...node, declarations: others }] : [];
      return run(context, [...init.before, alone, ...more, ...rest], environment, next);
    }
    case "ExpressionStatement": {
      if ("directive" in node && node.directive) return run(context, rest, environment, next);
      const steps = stepsOf(node.expression);
      return steps
        ? run(context, [...steps, ...rest], environment, next)
        : run(context, rest, act(context, node.expression, environment), next);
    }
    case "BlockStatement":
      return run(context, node.body, environment, (after) =>
        run(context, rest, leave(environment, after, declaredIn(node.body)), next),
      );
    case "IfStatement": {
      const { before, value: test } = unfolded(node.test);
      if (before.length > 0) return run(context, [...before, { ...node, test }, ...rest], environment, next);
      const condition = truth(context.b, context.evaluate(context, node.test, environment));
      const follow = (branch: Statement | null | undefined, after: Next): Value | undefined =>
        run(context, branch ? [branch] : [], environment, after);
      const onward = (after: Environment): Value | undefined => run(context, rest, after, next);
      if (condition.kind === "const")
        return follow(condition.value === true ? node.consequent : node.alternate, onward);
      const either = (after: Next): Value =>
        located(context, node, () =>
          decide(
            context.b,
            condition,
            () => follow(node.consequent, after) ?? missing,
            () => follow(node.alternate, after) ?? missing,
          ),
        );
      if (!mayLeave(node)) {
        const names = assignedAround([node], environment);
        const both = either((after) => gathered(names, after));
        return onward(both.kind === "record" ? scattered(environment, both) : environment);
      }
      return either(onward);
    }
    case "ForStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
      return loop(context, node, environment, (after) => run(context, rest, after, next));
    case "SwitchStatement":
      return switchOf(run, context, node, environment, (after) => run(context, rest, after, next));
    case "BreakStatement":
    case "ContinueStatement":
      return left(context, node, environment);
    case "FunctionDeclaration":
      throw outside(context, node, "a function declaration is not in the language", "const f = (x) => ...;");
    default:
      throw outside(
        context,
        node,
        `a ${node.type} is not in the language`,
        "list.map, filter and reduce loop over a list",
      );
  }
};

const loop = (context: Context, node: Loop, environment: Environment, next: Next): Value | undefined => {
  const procedure = procedureOf(context.b);
  if (procedure) return procedure.loop(run, context, node, environment, next);
  if (node.type === "ForStatement") return loopFor(run, context, node, environment, next);
  if (node.type === "ForOfStatement") return loopOf(run, context, node, environment, next);
  throw outside(context, node, `a ${node.type} is not in the language`, "list.map, filter and reduce loop over a list");
};

/** The value that the body of a function returns; missing if it returns nothing. */
export const resultOf = (context: Context, statements: readonly Statement[], environment: Environment): Value =>
  run(
    { ...context, exits: {} },
    statements,
    varsIn(statements).reduce(
      (names, name) => bound(names, name, { kind: "missing", written: "undefined" }),
      environment,
    ),
  ) ?? missing;
