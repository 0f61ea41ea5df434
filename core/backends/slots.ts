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

const negativeZero = Symbol("-0");

/** What two things share exactly if they are the same one: maps do not tell -0 from 0. */
const itself = (item: unknown): unknown => (Object.is(item, -0) ? negativeZero : item);

export const register = <T>(keyOf: (item: T) => unknown = itself): Register<T> => {
  const items: T[] = [];
  const places = new Map<unknown, number>();
  return {
    items,
    index: (item) => {
      const key = keyOf(item);
      const place = places.get(key) ?? items.push(item) - 1;
      places.set(key, place);
      return place;
    },
  };
};
