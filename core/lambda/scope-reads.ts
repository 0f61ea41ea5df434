import type { Builder } from "../program/index.ts";
import type { Scope } from "./lambda.ts";

/** What lambdas have read of scopes: members, names and items, each as it was. */
interface Reads {
  readonly members: Map<Scope, Map<string, unknown>>;
  readonly names: Map<Scope, readonly string[]>;
  readonly items: Map<readonly unknown[], readonly unknown[]>;
}

const reads = new WeakMap<Builder, Reads>();

const readsOf = (b: Builder): Reads => {
  const known = reads.get(b) ?? { members: new Map(), names: new Map(), items: new Map() };
  reads.set(b, known);
  return known;
};

const memberOf = (scope: Scope, name: string): unknown => (Object.hasOwn(scope, name) ? scope[name] : undefined);

/** A member of a scope, which the builder's equations depend on from now on; undefined for one that is not there. */
export const readMember = (b: Builder, scope: Scope, name: string): unknown => {
  const { members } = readsOf(b);
  const value = memberOf(scope, name);
  const known = members.get(scope) ?? new Map<string, unknown>();
  members.set(scope, known.set(name, value));
  return value;
};

/** The names of a scope. */
export const readNames = (b: Builder, scope: Scope): readonly string[] => {
  const names = Object.keys(scope);
  readsOf(b).names.set(scope, names);
  return names;
};

/** The items of an array in a scope, as they are now. */
export const readItems = (b: Builder, array: readonly unknown[]): readonly unknown[] => {
  const items = [...array];
  readsOf(b).items.set(array, items);
  return items;
};

const areSame = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, k) => Object.is(item, b[k]));

/** Tells whether the scopes of the lambdas that a builder has elaborated still hold what they held then. */
export type AreScopesCurrent = (
  /** A scope, and the one that stands in its place now. */
  before?: Scope,
  now?: Scope,
) => boolean;

/** What the lambdas that a builder has elaborated have read of their scopes, to be compared with what these hold later. */
export const scopesOf = (b: Builder): AreScopesCurrent => {
  const { members, names, items } = readsOf(b);
  return (before, now) => {
    const current = (scope: Scope): Scope => (scope === before && now ? now : scope);
    for (const [scope, known] of members)
      for (const [name, value] of known) if (!Object.is(memberOf(current(scope), name), value)) return false;
    for (const [scope, known] of names) if (!areSame(Object.keys(current(scope)), known)) return false;
    for (const [array, known] of items) if (!areSame(array, known)) return false;
    return true;
  };
};
