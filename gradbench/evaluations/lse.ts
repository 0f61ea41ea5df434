import type { Vector } from "../arrays.ts";

/** The logarithm of the sum of exponentials, without overflow. */
export const logSumExp = (x: Vector): number => {
  const top = x.reduce((most, v) => Math.max(most, v), -Infinity);
  return top + Math.log(x.reduce((sum, v) => sum + Math.exp(v - top), 0));
};
