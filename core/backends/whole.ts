import { fail } from "../errors.ts";

/**
 * A whole number that a column of 32 bits can hold.
 * @throws E_LIMIT for any other
 */
export const whole = (x: number): number => {
  if (x === (x | 0)) return x;
  throw fail("E_LIMIT", {
    what: `the whole number ${x} does not fit into 32 bits`,
    cure: "multiply it by a float64 in the map: ev.count * 0.5 * 2",
  });
};
