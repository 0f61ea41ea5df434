import { erfcx } from "./erfcx.ts";
import { normalCdf } from "./normal-cdf.ts";
import { normalPdf } from "./normal-pdf.ts";

const SQRT_2_OVER_PI = 0.79788456080286535588;

/**
 * The inverse Mills ratio normalPdf(x) / normalCdf(x), the derivative of `logNormalCdf`.
 *
 * @param x - any number
 * @returns the ratio, positive and decreasing; about -x in the lower tail; 0 from 38.58 on; Infinity at -Infinity; NaN for NaN
 * @source DLMF 7.8.1
 */
export function inverseMills(x: number): number {
  if (x < -1e9) return -x;
  return x < -0.67 ? SQRT_2_OVER_PI / erfcx(-x * Math.SQRT1_2) : normalPdf(x) / normalCdf(x);
}
