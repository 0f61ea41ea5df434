import type { Statement } from "acorn";
import { type Builder, constant } from "../program/index.ts";
import { choose } from "./choose.ts";
import type { Context, Next } from "./context.ts";
import { decide } from "./decide.ts";
import { bound, type Environment } from "./environment.ts";
import { numberOf, truth } from "./meaning.ts";
import { assignedIn, waysOut } from "./names.ts";
import { missing, type RecordValue, type Value } from "./value.ts";

/** Runs statements with what comes after them. */
export type Run = (
  context: Context,
  statements: readonly Statement[],
  environment: Environment,
  next: Next,
) => Value | undefined;

/** The variables of some names as one value. */
export const gathered = (names: readonly string[], environment: Environment): RecordValue => ({
  kind: "record",
  names,
  get: (name) => environment.get(name),
});

/** The environment with the variables of such a value. */
export const scattered = (environment: Environment, value: RecordValue): Environment =>
  value.names.reduce((names, name) => bound(names, name, value.get(name) ?? missing), environment);

// no variable has such a name
const [stopped, returned, result] = ["#stopped", "#returned", "#result"];
const yes = numberOf(constant(true));
const no = numberOf(constant(false));

/** How a turn ended: the variables, whether it was the last one, and whether and what it returned. */
const ended = (names: readonly string[], after: Environment, how: "on" | "break" | "return", value: Value = missing) =>
  gathered(
    [...names, stopped, returned, result],
    new Map(after)
      .set(stopped, how === "on" ? no : yes)
      .set(returned, how === "return" ? yes : no)
      .set(result, value),
  );

const asRecord = (value: Value | undefined, otherwise: RecordValue): RecordValue =>
  value?.kind === "record" ? value : otherwise;

/** The first of some ends that stops the loop, or the last one; halves first, so that no value is nested deeply. */
const firstStop = (b: Builder, ends: readonly RecordValue[]): RecordValue => {
  const [only, ...others] = ends;
  if (only && others.length === 0) return only;
  const middle = Math.ceil(ends.length / 2);
  const [sooner, later] = [firstStop(b, ends.slice(0, middle)), firstStop(b, ends.slice(middle))];
  return asRecord(choose(b, truth(b, sooner.get(stopped) ?? no), sooner, later), later);
};

/** One turn of a loop: the variables before it, and the body; none after the last one. */
export interface Turn {
  readonly environment: Environment;
  readonly body: ((context: Context, next: Next) => Value | undefined) | undefined;
}

/**
 * Runs the turns of a loop one after the other; a turn that stops the loop under a condition leaves the others as they
 * are for where it does not hold.
 * @param names - the variables around the loop that it assigns
 * @param turn - the next turn, after that with these variables
 */
export const unrolled = (
  context: Context,
  names: readonly string[],
  start: Environment,
  turn: (before: Environment, k: number) => Turn,
  next: Next,
): Value | undefined => {
  const { b } = context;
  const ends: RecordValue[] = [];
  let environment = start;
  for (let k = 0; ; k++) {
    const now = turn(environment, k);
    if (!now.body) {
      environment = now.environment;
      break;
    }
    const on: Next = (after) => ended(names, after, "on");
    const exits = {
      continue: on,
      break: (after: Environment) => ended(names, after, "break"),
      return: (value: Value, after: Environment) => ended(names, after, "return", value),
    };
    const end = asRecord(now.body({ ...context, exits }, on), ended(names, now.environment, "on"));
    const isLast = truth(b, end.get(stopped) ?? no);
    if (isLast.kind !== "const" || isLast.value === true) ends.push(end);
    if (isLast.kind === "const" && isLast.value === true) break;
    environment = scattered(
      now.environment,
      gathered(names, new Map(names.map((name) => [name, end.get(name) ?? missing]))),
    );
  }
  const last = firstStop(b, [...ends, ended(names, environment, "on")]);
  const after = scattered(
    environment,
    gathered(names, new Map(names.map((name) => [name, last.get(name) ?? missing]))),
  );
  const isReturned = truth(b, last.get(returned) ?? no);
  const value = last.get(result) ?? missing;
  const leave = (): Value => (context.exits?.return ? context.exits.return(value, after) : value) ?? missing;
  if (isReturned.kind === "const") return isReturned.value === true ? leave() : next(after);
  return decide(b, isReturned, leave, () => next(after) ?? missing);
};

/** The variables around some statements that they assign. */
export const assignedAround = (statements: readonly Statement[], environment: Environment): readonly string[] =>
  [...new Set(statements.flatMap((node) => [...assignedIn(node)]))].filter((name) => {
    const before = environment.get(name);
    return before && before.kind !== "sum";
  });

/** True if a statement may lead elsewhere than to what comes after it. */
export const mayLeave = (statement: Statement): boolean => waysOut(statement).size > 0;
