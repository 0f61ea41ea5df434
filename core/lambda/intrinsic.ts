import { fail } from "../errors.ts";
import type { Builder } from "../program/index.ts";
import { again } from "./again.ts";
import { describe, type ListValue, type Value } from "./value.ts";

type Meaning = (b: Builder, inputs: readonly Value[]) => Value;

const meanings = new WeakMap<object, Meaning>();

/** What a function of lists means inside a lambda. */
export const intrinsicOf = (f: object): Meaning | undefined => meanings.get(f);

/** Gives a function its meaning inside lambdas. */
export const intrinsic = <F extends object>(f: F, meaning: Meaning): F => {
  meanings.set(f, meaning);
  return f;
};

/**
 * The list that a function was given, gone through inside the item that is at hand.
 * @throws E_TYPE for anything else
 */
export const listIn = (b: Builder, name: string, value: Value | undefined): ListValue => {
  if (value?.kind === "list") return again(b, value);
  throw fail("E_TYPE", { what: `${name} needs a list, found ${value ? describe(value) : "nothing"}` });
};
