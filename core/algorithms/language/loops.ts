import type { DoWhileStatement, Expression, ForStatement, Node, Statement, WhileStatement } from "acorn";
import {
  act,
  asNumber,
  bindPattern,
  bound,
  type Context,
  declare,
  declaredIn,
  type Environment,
  emit,
  isConstantNeeded,
  type Loop,
  leave,
  located,
  loopFor,
  loopOf,
  type Next,
  numberOf,
  originOf,
  outside,
  type Procedure,
  type Run,
  truth,
  unfolded,
  type Value,
  waysOut,
} from "../../lambda/index.ts";
import { add, and, lt, not } from "../../primitives/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { setBounds } from "./bounds.ts";
import { type Counted, countedOf } from "./counted.ts";
import { type Ended, endings } from "./endings.ts";
import { overTurns, whileTrue } from "./states.ts";
import { isShort } from "./unrolling.ts";

/** A loop taken apart; its environment is that before the first turn. */
interface Plan {
  readonly node: Loop;
  readonly body: Statement;
  readonly environment: Environment;
  /** Names of the loop itself, unknown after it. */
  readonly own: readonly string[];
  readonly counted?: Counted | undefined;
  /** The names that a turn of a counted loop has for itself. */
  readonly bind?: (environment: Environment, turn: Atom) => Environment;
  readonly test?: Expression | undefined;
  readonly update?: Expression | undefined;
  readonly testsLast?: boolean;
}

const asStatement = (expression: Expression): Statement => ({
  type: "ExpressionStatement",
  expression,
  start: expression.start,
  end: expression.end,
});

/** `if (!test) break;` */
const stopUnless = (test: Expression): Statement => {
  const { start, end } = test;
  return {
    type: "IfStatement",
    test: { type: "UnaryExpression", operator: "!", prefix: true, argument: test, start, end },
    consequent: { type: "BreakStatement", label: null, start, end },
    alternate: null,
    start,
    end,
  };
};

const looped = (b: ArrayBuilder, most: Atom, run: Run, context: Context, plan: Plan): Ended => {
  const { node, body, environment, counted, bind, test, update, testsLast = false } = plan;
  const testsInside = test !== undefined && (testsLast || unfolded(test).before.length > 0);
  const parts: readonly Node[] = [body, ...(test && !counted ? [test] : []), ...(update && !counted ? [update] : [])];
  const ends = endings(b, parts, environment, counted ? counted.name : undefined, testsInside);
  const { start, names, finish } = ends;
  const turn = (at: Environment, on: Next, context_: Context): Value => {
    const last: Next = (after) => {
      const steps = [
        ...(update && !counted ? [asStatement(update)] : []),
        ...(test && testsLast ? [stopUnless(test)] : []),
      ];
      return run(context_, steps, after, on);
    };
    const statements = [...(test && testsInside && !testsLast ? [stopUnless(test)] : []), body];
    return run({ ...context_, exits: { ...context_.exits, continue: last } }, statements, at, last) ?? finish.nothing;
  };
  const inside = (exits: Context["exits"]): Context => ({ ...context, ...(exits && { exits }) });
  if (counted && bind && !ends.mayStop) {
    const { state } = overTurns(
      b,
      counted.count,
      start,
      (k, before) => {
        const at = bind(names(before), k);
        return { state: turn(at, finish.on, inside(finish.exits)) };
      },
      ...counted.bounds,
    );
    return ends.after(state);
  }
  const zero = numberOf(constant(0));
  const first: Value = { kind: "tuple", items: [start, zero] };
  const [stateOf, placeOf] = [
    (value: Value): Value => (value.kind === "tuple" ? (value.items[0] ?? value) : value),
    (value: Value): Atom => asNumber(b, value.kind === "tuple" ? (value.items[1] ?? zero) : zero).atom,
  ];
  const done = whileTrue(
    b,
    most,
    counted ? first : { kind: "tuple", items: [start] },
    (value) => {
      const goesOn = emit(b, not, ends.stopped(stateOf(value)));
      if (counted) return emit(b, and, goesOn, emit(b, lt, placeOf(value), counted.count));
      if (!test || testsInside) return goesOn;
      const holds = truth(
        b,
        located(context, node, () => context.evaluate(context, test, names(stateOf(value)))),
      );
      return emit(b, and, goesOn, holds);
    },
    (value) => {
      const k = placeOf(value);
      if (counted) setBounds(b, k, constant(0), [counted.count, ...counted.bounds]);
      const at = counted && bind ? bind(names(stateOf(value)), k) : names(stateOf(value));
      const state = turn(at, finish.on, inside(finish.exits));
      return {
        kind: "tuple",
        items: counted ? [state, numberOf(emit(b, add, k, constant(1)))] : [state],
      };
    },
  );
  return ends.after(stateOf(done));
};

const planOfWhile = (node: WhileStatement | DoWhileStatement, environment: Environment): Plan => ({
  node,
  body: node.body,
  environment,
  own: [],
  test: node.test,
  testsLast: node.type === "DoWhileStatement",
});

const planOfFor = (b: ArrayBuilder, context: Context, node: ForStatement, environment: Environment): Plan => {
  const { init, test, update, body } = node;
  const start =
    init?.type === "VariableDeclaration"
      ? declare(context, init, environment)
      : init
        ? act(context, init, environment)
        : environment;
  const own = init?.type === "VariableDeclaration" && init.kind !== "var" ? declaredIn([init]) : [];
  const counted = countedOf(b, context, node, start);
  return {
    node,
    body,
    environment: start,
    own,
    counted,
    ...(counted && {
      bind: (names: Environment, turn: Atom) => bound(names, counted.name, numberOf(counted.at(turn))),
    }),
    test: test ?? undefined,
    update: update ?? undefined,
  };
};

const onward = (context: Context, plan: Plan, before: Environment, ended: Ended, next: Next): Value | undefined =>
  ended.leave(
    context,
    (after) => leave(before, after, plan.own),
    (after) => next(leave(before, after, plan.own)),
  );

/** Loops in functions of arrays: counted ones, and those that end by a test or by leaving them. */
export const loopsOf =
  (b: ArrayBuilder, most: Atom): Procedure["loop"] =>
  (run, context, node, environment, next) => {
    const follow = (plan: Plan, unrolled: (() => Value | undefined) | undefined): Value | undefined => {
      const { counted, body } = plan;
      const mayStop = waysOut(body).has("break") || waysOut(body).has("return");
      if (unrolled && counted && !mayStop && isShort(counted.count, body)) return unrolled();
      let ended: Ended;
      try {
        ended = b.from(originOf(context, node), () =>
          located(context, node, () => looped(b, most, run, context, plan)),
        );
      } catch (error) {
        if (unrolled && counted?.count.kind === "const" && isConstantNeeded(error)) return unrolled();
        throw error;
      }
      return onward(context, plan, environment, ended, next);
    };
    if (node.type === "WhileStatement" || node.type === "DoWhileStatement")
      return follow(planOfWhile(node, environment), undefined);
    if (node.type === "ForStatement") {
      const plan = planOfFor(b, context, node, environment);
      return follow(plan, () => loopFor(run, context, node, environment, next));
    }
    const { left, right, body } = node;
    const declaration = left.type === "VariableDeclaration" ? left.declarations[0] : undefined;
    if (left.type !== "VariableDeclaration" || !declaration || node.await)
      throw outside(context, node, "this loop is not in the language", "for (const item of array)");
    const list = context.evaluate(context, right, environment);
    if (list.kind !== "array") return loopOf(run, context, node, environment, next);
    const plan: Plan = {
      node,
      body,
      environment,
      own: [],
      counted: { name: "", count: list.length, bounds: [], at: (turn) => turn },
      bind: (names, turn) => bindPattern(context, declaration.id, list.item(turn, false), names),
    };
    return follow(plan, undefined);
  };
