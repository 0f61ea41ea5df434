import type { Node, Statement } from "acorn";
import {
  assignedAround,
  type Context,
  decide,
  type Environment,
  type Exits,
  gathered,
  missing,
  type Next,
  numberOf,
  type RecordValue,
  scattered,
  truth,
  type Value,
  waysOut,
} from "../../lambda/index.ts";
import { type Atom, constant } from "../../program/index.ts";
import type { ArrayBuilder } from "../builder.ts";
import { sumsAmong } from "./sum.ts";

// no variable has such a name
const [stopped, returned, result] = ["#stopped", "#returned", "#result"];

/** The variables after a loop, and how it was left. */
export interface Ended {
  readonly leave: (context: Context, names: (after: Environment) => Environment, next: Next) => Value | undefined;
}

/** What the turns of a loop hand on, and in which ways they end. */
export interface Endings {
  readonly start: Value;
  readonly mayStop: boolean;
  /** The variables before a turn. */
  readonly names: (state: Value) => Environment;
  readonly stopped: (state: Value) => Atom;
  readonly finish: { readonly on: Next; readonly exits: Exits; readonly nothing: Value };
  readonly after: (state: Value) => Ended;
}

const flag = (value: boolean): Value => numberOf(constant(value));

/** A value of which is known that it is there. */
const there = (value: Value): Value => (value.kind === "number" ? numberOf(value.atom) : value);

/**
 * @param parts - what is done in each turn
 * @param ownName - the variable of a counted loop
 * @param stopsInside - a turn may find that it was one too many
 */
export const endings = (
  b: ArrayBuilder,
  parts: readonly Node[],
  environment: Environment,
  ownName: string | undefined,
  stopsInside: boolean,
): Endings => {
  const statements = parts as readonly Statement[];
  const ways = new Set(statements.flatMap((part) => [...waysOut(part)]));
  const mayStop = stopsInside || ways.has("break") || ways.has("return");
  const mayReturn = ways.has("return");
  const assigned = assignedAround(statements, environment).filter((name) => name !== ownName);
  const sums = sumsAmong(b, parts, assigned, environment);
  const carried = assigned.filter((name) => !sums.has(name));
  const around = [...sums].reduce<Environment>(
    (names, [name, { value }]) => new Map(names).set(name, value),
    environment,
  );
  const all = [...carried, ...(mayStop ? [stopped] : []), ...(mayReturn ? [returned, result] : [])];
  const state = (after: Environment, isLast: boolean, value?: Value): RecordValue =>
    gathered(
      all,
      new Map(after)
        .set(stopped, flag(isLast))
        .set(returned, flag(value !== undefined))
        .set(result, value ?? missing),
    );
  const record = (value: Value): RecordValue =>
    value.kind === "record" ? value : { kind: "record", names: [], get: () => undefined };
  const plain = (value: Value): RecordValue => ({ ...record(value), names: carried });
  const flagOf = (value: Value, name: string): Atom => truth(b, record(value).get(name) ?? flag(false));
  return {
    start: state(environment, false),
    mayStop,
    names: (value) => scattered(around, plain(value)),
    stopped: (value) => (mayStop ? flagOf(value, stopped) : constant(false)),
    finish: {
      on: (after) => state(after, false),
      exits: {
        break: (after) => state(after, true),
        return: (value, after) => state(after, true, value),
      },
      nothing: missing,
    },
    after: (value) => {
      const known = scattered(environment, plain(value));
      const after = [...sums].reduce<Environment>((names, [name, sum]) => new Map(names).set(name, sum.total()), known);
      return {
        leave: (context, names, next) => {
          if (!mayReturn) return next(after);
          const given = there(record(value).get(result) ?? missing);
          return decide(
            b,
            flagOf(value, returned),
            () => (context.exits?.return ? context.exits.return(given, names(after)) : given) ?? missing,
            () => next(after) ?? missing,
          );
        },
      };
    },
  };
};
