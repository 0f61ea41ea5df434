import type { Primal } from "../program/index.ts";

/** What generated code is handed, by position: no name of a column, parameter or function enters the text. */
export interface Slots {
  readonly leaves: readonly string[];
  readonly lists: readonly string[];
  readonly validities: readonly string[];
  readonly given: readonly number[];
  readonly constants: readonly number[];
  readonly functions: readonly ((...inputs: readonly never[]) => Primal)[];
}

/** Gives each distinct thing the next free position. */
export interface Register<T> {
  readonly index: (item: T) => number;
  readonly items: readonly T[];
}

export const register = <T>(same: (a: T, b: T) => boolean = Object.is): Register<T> => {
  const items: T[] = [];
  return {
    items,
    index: (item) => {
      const known = items.findIndex((other) => same(other, item));
      return known >= 0 ? known : items.push(item) - 1;
    },
  };
};
