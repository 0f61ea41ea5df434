import { type Join, join } from "./join.ts";
import type { Partial } from "./wasm/chunk.ts";
import { type VectorTotals, vectorTotals } from "./wasm/vector-totals.ts";

/** Partial results that are joined in order. */
export interface Totals {
  /** Joins partial results to those before, which are read at once. */
  readonly join: (more: Partial) => void;
  /** What has been joined so far: arrays that do not change any more; undefined where there is nothing. */
  readonly read: () => Partial | undefined;
}

/** From so many numbers on vectors are worth their memory. */
const many = 4096;

/** @param steps - what makes one partial result of two, by number; undefined for a sum */
export const totalsOf = (steps: readonly (Join | undefined)[]): Totals => {
  let arrays: Partial | undefined;
  /** Where the totals are, unless they are in the arrays. */
  let vectors: VectorTotals | undefined;
  let areRead = false;

  const joinPlainly = (into: Partial, more: Partial): void => {
    const own = areRead ? into.map((numbers) => numbers.slice()) : into;
    for (const [k, numbers] of own.entries()) join(numbers, more[k] ?? numbers, steps[k]);
    [arrays, areRead] = [own, false];
  };

  return {
    join: (more) => {
      if (!arrays) {
        arrays = more.map((numbers) => new Float64Array(numbers));
        return;
      }
      const isLong = arrays.reduce((sum, { length }) => sum + length, 0) >= many;
      if (isLong) vectors ??= vectorTotals(arrays, steps);
      if (vectors) vectors.join(more);
      else joinPlainly(arrays, more);
    },
    read: () => {
      if (vectors) {
        if (areRead) arrays = arrays?.map(({ length }) => new Float64Array(length));
        vectors.end(arrays ?? []);
        vectors = undefined;
      }
      areRead = true;
      return arrays;
    },
  };
};
