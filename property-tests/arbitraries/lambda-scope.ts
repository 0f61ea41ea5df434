import {
  argmax,
  argmin,
  cartesian,
  combinations,
  count,
  max,
  mean,
  min,
  prod,
  std,
  sum,
} from "../../core/lambda/index.ts";

/** What the lambdas of the laws are handed: every function of lists that the core brings. */
export const lambdaScope = { argmax, argmin, cartesian, combinations, count, max, mean, min, prod, std, sum };
