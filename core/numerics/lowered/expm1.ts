import type { Lowering } from "../lanes.ts";
import { quarterExpm1 } from "./quarter-expm1.ts";
import { tinyAsIs } from "./special-values.ts";

/**
 * exp(x) - 1.
 *
 * Largest error at 1e5 points: 2.0 ulp.
 */
export const expm1: Lowering = (l, x) => tinyAsIs(l, x, l.mul(quarterExpm1(l, x), l.k(4)));
