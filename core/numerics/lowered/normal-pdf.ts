import type { Lowering } from "../lanes.ts";
import { gaussian } from "./gaussian.ts";

export const INV_SQRT_2PI = 0.3989422804014327;

/**
 * The density of the standard normal distribution.
 *
 * Largest error measured against mpmath: 2.0 ulp.
 */
export const normalPdf: Lowering = (l, x) => l.mul(gaussian(l, x, 0.5), l.k(INV_SQRT_2PI));
