import type { ForOfStatement, ForStatement, Statement } from "acorn";
import { again } from "./again.ts";
import { act, declare, leave } from "./assignments.ts";
import { bound, type Context, type Environment, located, outside } from "./context.ts";
import { reduceList } from "./folds.ts";
import { choose, truth } from "./meaning.ts";
import { assignedIn, declaredIn, mayReturn, varsIn } from "./names.ts";
import { bindPattern } from "./patterns.ts";
import { stepsOf, unfolded } from "./unfold.ts";
import { describe, type FunctionValue, missing, type RecordValue, type Value } from "./value.ts";

type Next = (after: Environment) => Value | undefined;

/** The variables of some names as one value. */
const gathered = (names: readonly string[], environment: Environment): Value => ({
  kind: "record",
  names,
  get: (name) => environment.get(name),
});

/** The environment with the variables of such a value. */
const scattered = (environment: Environment, value: RecordValue): Environment =>
  value.names.reduce((names, name) => bound(names, name, value.get(name) ?? missing), environment);

/** `for (const item of list)`: what the loop assigns is reduced; an array written out is gone through. */
const overItems = (context: Context, node: ForOfStatement, environment: Environment, next: Next): Value | undefined => {
  const { left, right, body } = node;
  if (left.type !== "VariableDeclaration" || node.await)
    throw outside(context, node, "this loop is not in the language", "for (const item of list)");
  const [declaration] = left.declarations;
  const names = assignedIn(body).filter((name) => environment.has(name));
  const turn = (before: Environment, item: Value, after: Next): Value | undefined =>
    run(context, [body], declaration ? bindPattern(context, declaration.id, item, before) : before, (inner) =>
      after(leave(before, inner, declaredIn([left]))),
    );
  const list = context.evaluate(context, right, environment);
  if (list.kind !== "tuple" && mayReturn(body))
    throw outside(context, node, "a loop over a list cannot return", "list.find, some or every ask about items");
  if (list.kind === "tuple") {
    const from = (k: number, names: Environment): Value | undefined => {
      const item = list.items[k];
      return item ? turn(names, item, (after) => from(k + 1, after)) : next(names);
    };
    return from(0, environment);
  }
  if (list.kind !== "list") throw outside(context, right, `${describe(list)} cannot be looped over`);
  const step: FunctionValue = {
    kind: "function",
    name: "a loop",
    call: ([accumulator = missing, item = missing]) => {
      const before = accumulator.kind === "record" ? scattered(environment, accumulator) : environment;
      const result = turn(before, item, (after) => gathered(names, after));
      return result ?? missing;
    },
  };
  const reduced = located(context, node, () =>
    reduceList(context.b, again(context.b, list), step, gathered(names, environment)),
  );
  return next(reduced.kind === "record" ? scattered(environment, reduced) : environment);
};

const stop: Next = () => undefined;
const mostTurns = 1000;

/** Stands for what comes after a turn of a loop. */
const goOn: Value = { kind: "missing" };

const counted = (context: Context, node: ForStatement, environment: Environment, next: Next): Value | undefined => {
  const start =
    node.init?.type === "VariableDeclaration"
      ? declare(context, node.init, environment)
      : node.init
        ? act(context, node.init, environment)
        : environment;
  const step: Statement[] = node.update
    ? [{ type: "ExpressionStatement", expression: node.update, start: node.update.start, end: node.update.end }]
    : [];
  const turn = (before: Environment, turns: number): Value | undefined => {
    let names = before;
    for (let left = turns; ; left--) {
      const test = node.test ? truth(context.b, context.evaluate(context, node.test, names)) : undefined;
      if (test?.kind === "const" && test.value === false) return next(names);
      if (test?.kind !== "const" || left === 0)
        throw outside(
          context,
          node,
          "a loop needs a bound that is a constant, at most 1000 turns",
          "list.map, filter and reduce loop over a list",
        );
      const ways: Environment[] = [];
      const result = run(context, [node.body, ...step], names, (after) => {
        ways.push(after);
        return goOn;
      });
      const [only, ...others] = ways;
      if (!only || others.length > 0 || result !== goOn)
        return run(context, [node.body, ...step], names, (after) => turn(after, left - 1));
      names = only;
    }
  };
  return turn(start, mostTurns);
};

/**
 * The value that statements return, with both outcomes of each condition followed to the end; undefined where they
 * return nothing.
 */
const run = (
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
      if (!node.argument) return missing;
      const { before, value } = unfolded(node.argument);
      const names = before.length > 0 ? undefined : environment;
      if (names) return context.evaluate(context, value, names);
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
      if (!mayReturn(node)) {
        const names = assignedIn(node).filter((name) => environment.has(name));
        const [yes, no] = [node.consequent, node.alternate].map((branch) =>
          follow(branch, (after) => gathered(names, after)),
        );
        const both = choose(context.b, condition, yes ?? missing, no ?? missing);
        return onward(both.kind === "record" ? scattered(environment, both) : environment);
      }
      return choose(
        context.b,
        condition,
        follow(node.consequent, onward) ?? missing,
        follow(node.alternate, onward) ?? missing,
      );
    }
    case "ForStatement":
      return counted(context, node, environment, (after) => {
        const own = node.init?.type === "VariableDeclaration" ? declaredIn([node.init]) : [];
        return run(context, rest, leave(environment, after, own), next);
      });
    case "ForOfStatement":
      return overItems(context, node, environment, (after) => run(context, rest, after, next));
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

/** The value that the body of a function returns; missing if it returns nothing. */
export const resultOf = (context: Context, statements: readonly Statement[], environment: Environment): Value =>
  run(
    context,
    statements,
    varsIn(statements).reduce(
      (names, name) => bound(names, name, { kind: "missing", written: "undefined" }),
      environment,
    ),
  ) ?? missing;
