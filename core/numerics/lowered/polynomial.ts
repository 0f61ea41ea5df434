import type { Lanes } from "../lanes.ts";

const horner = <V>(l: Lanes<V>, coefficients: readonly number[], x: V): V => {
  const [first = 0, ...rest] = coefficients.toReversed();
  return rest.reduce((sum, c) => l.madd(sum, x, l.k(c)), l.k(first));
};

/**
 * The polynomial with the given coefficients, lowest order first: by Horner's rule, and a long one as two in the square
 * of `x`, which do not wait for each other.
 */
export const polynomial = <V>(l: Lanes<V>, coefficients: readonly number[], x: V): V => {
  if (coefficients.length < 8) return horner(l, coefficients, x);
  const square = l.let(l.mul(x, x));
  const part = (first: number): V =>
    horner(
      l,
      coefficients.filter((_, k) => k % 2 === first),
      square,
    );
  return l.madd(part(1), x, part(0));
};
