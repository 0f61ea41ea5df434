import type { Lanes } from "../lanes.ts";

/** By Horner's rule with every `step`-th coefficient from the one at `first` on. */
const horner = <V>(l: Lanes<V>, coefficients: readonly number[], x: V, first: number, step: number): V => {
  let k = first + step * Math.floor((coefficients.length - 1 - first) / step);
  let sum = l.k(coefficients[k] ?? 0);
  for (k -= step; k >= 0; k -= step) sum = l.madd(sum, x, l.k(coefficients[k] ?? 0));
  return sum;
};

/**
 * The polynomial with the given coefficients, lowest order first: by Horner's rule, and a long one as two in the square
 * of `x`, which do not wait for each other.
 */
export const polynomial = <V>(l: Lanes<V>, coefficients: readonly number[], x: V): V => {
  if (coefficients.length < 8) return horner(l, coefficients, x, 0, 1);
  const square = l.let(l.mul(x, x));
  return l.madd(horner(l, coefficients, square, 1, 2), x, horner(l, coefficients, square, 0, 2));
};
