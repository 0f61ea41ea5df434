import { erfcCorrection } from "./erfc-correction.ts";
import { erfcx } from "./erfcx.ts";

const INV_SQRT_2PI = 0.3989422804014327;
const FAR = 4 * Math.SQRT2;

/**
 * The upper tail probability of the standard normal distribution without its Gaussian factor, exp(x^2 / 2)
 * normalCdf(-x).
 *
 * @param x - any number >= 0
 * @returns the scaled probability, at most 1/2, about 0.399 / x for large x; 0 at Infinity; NaN for NaN
 * @source Cody 1969, doi:10.1090/S0025-5718-1969-0247736-4: erfcx(x / sqrt 2) / 2
 */
export function scaledNormalTail(x: number): number {
  return x > FAR ? (INV_SQRT_2PI - Math.SQRT1_2 * erfcCorrection(2 / (x * x))) / x : 0.5 * erfcx(x * Math.SQRT1_2);
}
