import { erfOverXLessOne } from "./erf-over-x-less-one.ts";
import { erfcx } from "./erfcx.ts";
import { expMinusSquare } from "./exp-square.ts";

/**
 * The complementary error function erfc(x) = 1 - erf(x), relatively accurate in its tail.
 *
 * Largest error at 1e5 points: 3.7 ulp, subnormal results included.
 *
 * @param x - any number
 * @returns erfc(x) in [0, 2]; subnormal from 26.54 on and 0 from 27.23 on; 2 at -Infinity; NaN for NaN
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4, for the intervals; the fits are those of `erfcx`
 */
export function erfc(x: number): number {
  const a = Math.abs(x);
  if (a <= 0.46875) return 1 - (x + x * erfOverXLessOne(x * x));
  if (x > 28) return 0;
  if (x < -6) return 2;
  const tail = expMinusSquare(a) * erfcx(a);
  return x < 0 ? 2 - tail : tail;
}
