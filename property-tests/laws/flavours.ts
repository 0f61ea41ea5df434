import type * as diff from "../../ops/diff.ts";
import type * as hard from "../../ops/hard.ts";
import type { Law } from "../law.ts";

/** True for two types that are the same in every place, also in how they are inferred from. */
export type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;

type Hard = typeof hard;
type Diff = typeof diff;

/** For each name that either flavour exports, whether both export it with one type. */
export type Agreement = {
  readonly [K in keyof Hard | keyof Diff]: K extends keyof Hard & keyof Diff ? Same<Hard[K], Diff[K]> : false;
};

/** Names as values: an entry that is not `true` does not compile, and neither does a name that is left out. */
export type AllAgree<A> = { readonly [K in keyof A]: true };

export interface FlavourPair {
  readonly name: string;
  readonly hard: unknown;
  readonly diff: unknown;
}

/** Every name that one of two modules exports. */
export const pairsOf = (hardOps: object, diffOps: object): readonly FlavourPair[] =>
  [...new Set([...Object.keys(hardOps), ...Object.keys(diffOps)])].map((name) => ({
    name,
    hard: Reflect.get(hardOps, name),
    diff: Reflect.get(diffOps, name),
  }));

export const flavoursLaw: Law<FlavourPair> = {
  name: "flavours",
  says: "both flavours export the same names, functions of the same number of arguments",
  nameOf: ({ name }) => name,
  check: ({ name, hard, diff }) => {
    if (typeof hard !== "function" || typeof diff !== "function")
      throw new Error(`${name} is ${typeof hard} in one flavour and ${typeof diff} in the other`);
    if (hard.length !== diff.length)
      throw new Error(`${name} takes ${hard.length} arguments in one flavour and ${diff.length} in the other`);
  },
};
