import type { Value } from "./value.ts";

/** Names in force at a place of a lambda; replaced, never changed. */
export interface Environment extends Iterable<readonly [name: string, value: Value]> {
  readonly get: (name: string) => Value | undefined;
  readonly has: (name: string) => boolean;
  readonly values: () => Iterable<Value>;
}

interface Named {
  readonly name: string;
  readonly value: Value;
}

/** Names on top of others: so few that looking them through takes less than a copy of all. */
interface Stacked extends Environment {
  readonly base: Environment;
  readonly own: readonly Named[];
}

const most = 8;

const isStacked = (environment: Environment): environment is Stacked => "own" in environment;

const flat = (base: Environment, own: readonly Named[]): Map<string, Value> => {
  const names = new Map(base);
  for (const { name, value } of own) names.set(name, value);
  return names;
};

const stacked = (base: Environment, own: readonly Named[]): Stacked => {
  const find = (name: string): Value | undefined => {
    for (let k = own.length - 1; k >= 0; k--) if (own[k]?.name === name) return own[k]?.value;
    return undefined;
  };
  return {
    base,
    own,
    get: (name) => find(name) ?? base.get(name),
    has: (name) => find(name) !== undefined || base.has(name),
    values: () => flat(base, own).values(),
    [Symbol.iterator]: () => flat(base, own)[Symbol.iterator](),
  };
};

/** The names with one more, or with another value for one of them. */
export const bound = (environment: Environment, name: string, value: Value): Environment => {
  const [base, own] = isStacked(environment) ? [environment.base, environment.own] : [environment, []];
  const all = [...own, { name, value }];
  return all.length > most ? flat(base, all) : stacked(base, all);
};
