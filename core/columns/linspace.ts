import { fail } from "../errors.ts";

/**
 * Evenly spaced numbers, both ends included: the edges of `count - 1` equal bins.
 * @param count - how many numbers, a whole number of at least 2
 * @throws E_SHAPE for fewer than 2, E_NONFINITE for ends that are not finite
 * @example
 * linspace(60, 120, 4); // [60, 80, 100, 120]
 */
export const linspace = (first: number, last: number, count: number): readonly number[] => {
  if (!Number.isInteger(count) || count < 2)
    throw fail("E_SHAPE", { what: `linspace needs at least 2 numbers, asked for ${count}` });
  if (!Number.isFinite(first) || !Number.isFinite(last))
    throw fail("E_NONFINITE", { what: `linspace from ${first} to ${last}` });
  return Array.from({ length: count }, (_, k) => (k === count - 1 ? last : first + ((last - first) * k) / (count - 1)));
};
