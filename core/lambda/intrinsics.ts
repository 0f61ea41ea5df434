import { intrinsic, listIn } from "./intrinsic.ts";
import { listReducers } from "./list-reducers.ts";
import { procedureOf } from "./procedure.ts";
import { missing as missingValue } from "./value.ts";

const reducer = <R extends number | boolean>(
  name: string,
  evaluate: (items: readonly never[]) => R,
): (<T>(list: Iterable<T>) => R) => {
  const callable = <T>(list: Iterable<T>): R => evaluate([...list] as unknown as readonly never[]);
  const reduce = listReducers[name];
  return reduce
    ? intrinsic(
        callable,
        (b, [list = missingValue]) => procedureOf(b)?.reduce(name, list) ?? reduce(b, listIn(b, name, list)),
      )
    : callable;
};

const missing = Number.NaN;
const total = (items: readonly number[]): number => items.reduce((s, x) => s + x, 0);

/** The sum of a list of numbers; 0 for an empty one. */
export const sum = reducer("sum", total);
/** The mean of a list of numbers; missing for an empty one. */
export const mean = reducer("mean", (items: readonly number[]) =>
  items.length > 0 ? total(items) / items.length : missing,
);
/**
 * The standard deviation of a list of numbers as they are, the mean of squares about the mean under the root; missing for
 * an empty one, and 0 with derivative 0 for equal ones.
 * @example
 * std([1, 3]); // 1
 */
export const std = reducer("std", (items: readonly number[]) => {
  const center = total(items) / items.length;
  return items.length > 0 ? Math.sqrt(total(items.map((x) => (x - center) * (x - center))) / items.length) : missing;
});
/** The product of a list of numbers; 1 for an empty one. Its derivative by one factor is the product of the others. */
export const prod = reducer("prod", (items: readonly number[]) => items.reduce((p, x) => p * x, 1));
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
