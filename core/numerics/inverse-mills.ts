import { normalCdf } from "./normal-cdf.ts";
import { normalPdf } from "./normal-pdf.ts";
import { scaledNormalTail } from "./scaled-normal-tail.ts";

const INV_SQRT_2PI = 0.3989422804014327;

/**
 * The inverse Mills ratio normalPdf(x) / normalCdf(x), the derivative of `logNormalCdf`.
 *
 * Largest error at 1e5 points: 3.9 ulp.
 *
 * @param x - any number
 * @returns the ratio, positive and decreasing; about -x in the lower tail; 0 from 38.58 on; Infinity at -Infinity; NaN
 *   for NaN
 * @source DLMF 7.8.1
 */
export function inverseMills(x: number): number {
  if (x < -1e9) return -x;
  return x < -0.67 ? INV_SQRT_2PI / scaledNormalTail(-x) : normalPdf(x) / normalCdf(x);
}
