import { lambda, stopGradient } from "../../core/index.ts";

const scope = { stopGradient };

/**
 * The square root with derivative 0 at 0, for masses: that of `Math.sqrt` is infinite there, and turns the derivatives of
 * parallel massless momenta and of empty lists into NaN. Its own comparison is hard, whatever x depends on.
 * @param x - a square, x >= 0
 * @returns sqrt(x); NaN for x < 0
 * @example
 * root(9); // 3
 */
export const root = lambda(
  (x: number, { stopGradient }: typeof scope): number => (stopGradient(x) === 0 ? 0 : Math.sqrt(x)),
  scope,
);
