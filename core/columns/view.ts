/**
 * A list inside an event as a lambda sees it: reads past the end are *missing* rather than errors, so indexing needs no
 * check of its own; a list inside what is missing is empty. `sort` and `reverse` give a list in order, as `toSorted` and
 * `toReversed` do.
 */
export interface List<T> extends Iterable<T> {
  readonly 0: T;
  readonly 1: T;
  readonly 2: T;
  readonly 3: T;
  readonly 4: T;
  readonly 5: T;
  readonly 6: T;
  readonly 7: T;
  readonly 8: T;
  readonly 9: T;
  readonly 10: T;
  readonly 11: T;
  readonly 12: T;
  readonly 13: T;
  readonly 14: T;
  readonly 15: T;
  readonly length: number;
  at(index: number): T;
  map<U>(f: (item: T, index: number) => U): List<U>;
  flatMap<U>(f: (item: T, index: number) => List<U>): List<U>;
  filter(keep: (item: T, index: number) => boolean): List<T>;
  find(keep: (item: T, index: number) => boolean): T;
  findLast(keep: (item: T, index: number) => boolean): T;
  findIndex(keep: (item: T, index: number) => boolean): number;
  findLastIndex(keep: (item: T, index: number) => boolean): number;
  indexOf(item: T): number;
  lastIndexOf(item: T): number;
  some(test: (item: T, index: number) => boolean): boolean;
  every(test: (item: T, index: number) => boolean): boolean;
  includes(item: T): boolean;
  reduce<A>(f: (accumulator: A, item: T, index: number) => A, initial: A): A;
  slice(first?: number, end?: number): List<T>;
  concat<U = T>(...others: readonly List<U>[]): List<T | U>;
  flat<U>(this: List<List<U>>): List<U>;
  entries(): List<readonly [number, T]>;
  reverse(): List<T>;
  toReversed(): List<T>;
  sort(compare: (a: T, b: T) => number): List<T>;
  toSorted(compare: (a: T, b: T) => number): List<T>;
}

/** What a lambda sees of a type: arrays become `List`, with members `0` to `15` that need no undefined check. */
export type View<E> = E extends readonly (infer T)[]
  ? List<View<T>>
  : E extends object
    ? { readonly [K in keyof E]: View<E[K]> }
    : E;
