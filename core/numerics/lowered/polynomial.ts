import type { Lanes } from "../lanes.ts";

/** The polynomial with the given coefficients, lowest order first, by Horner's rule. */
export const polynomial = <V>(l: Lanes<V>, coefficients: readonly number[], x: V): V => {
  const [first = 0, ...rest] = coefficients.toReversed();
  return rest.reduce((sum, c) => l.madd(sum, x, l.k(c)), l.k(first));
};
