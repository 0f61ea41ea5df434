import type { Builder } from "../program/index.ts";
import { listReducers } from "./lists.ts";
import type { ListValue, Value } from "./value.ts";

type Meaning = (b: Builder, list: ListValue) => Value;

const meanings = new WeakMap<object, Meaning>();

/** What a function of a list means inside a lambda. */
export const intrinsicOf = (f: object): Meaning | undefined => meanings.get(f);

const reducer = <R extends number | boolean>(
  name: string,
  evaluate: (items: readonly never[]) => R,
): (<T>(list: Iterable<T>) => R) => {
  const callable = <T>(list: Iterable<T>): R => evaluate([...list] as unknown as readonly never[]);
  const meaning = listReducers[name];
  if (meaning) meanings.set(callable, meaning);
  return callable;
};

const missing = Number.NaN;
const total = (items: readonly number[]): number => items.reduce((s, x) => s + x, 0);

/** The sum of a list of numbers; 0 for an empty one. */
export const sum = reducer("sum", total);
/** The mean of a list of numbers; missing for an empty one. */
export const mean = reducer("mean", (items: readonly number[]) =>
  items.length > 0 ? total(items) / items.length : missing,
);
/** The largest of a list of numbers; missing for an empty one. */
export const max = reducer("max", (items: readonly number[]) =>
  items.length > 0 ? items.reduce((s, x) => Math.max(s, x)) : missing,
);
/** The smallest of a list of numbers; missing for an empty one. */
export const min = reducer("min", (items: readonly number[]) =>
  items.length > 0 ? items.reduce((s, x) => Math.min(s, x)) : missing,
);
/** The number of items of a list. */
export const count = reducer("count", (items: readonly unknown[]) => items.length);
/** True if some item of a list is true; a number is true unless it is 0 or NaN. */
export const any = reducer("any", (items: readonly unknown[]) => items.some(Boolean));
/** True if every item of a list is true. */
export const all = reducer("all", (items: readonly unknown[]) => items.every(Boolean));
