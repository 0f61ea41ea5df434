import { coefficients } from "../native/coefficients.ts";

const { MILLS_ABOVE, MILLS_BELOW } = coefficients;

const horner = (values: readonly number[], x: number): number => {
  let sum = 0;
  for (let k = values.length - 1; k >= 0; k--) sum = sum * x + (values[k] ?? 0);
  return sum;
};

/** exp(-z^2/2) */
export const bell = (z: number): number => Math.exp(-0.5 * z * z);

/** The normal distribution below z, given the bell there, to 2e-15. */
export const below = (z: number, bell: number): number => {
  const u = Math.min(Math.abs(z), 40);
  const tail = 0.5 * bell * (horner(MILLS_ABOVE, u) / horner(MILLS_BELOW, u));
  return z < 0 ? tail : 1 - tail;
};

/** The density of a standard normal variable over its bell. */
export const perBell = 1 / Math.sqrt(2 * Math.PI);
