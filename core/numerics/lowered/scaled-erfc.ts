import type { Lanes } from "../lanes.ts";
import { type FlattenedTail, flattenedTail } from "./flattened-tail.ts";

/** Largest error 2.7e-17 of it, `fit-lowered.py`. */
const ERFCX: FlattenedTail = {
  centre: 3.4375,
  slope: 1,
  coefficients: [
    0.7007641735213538, -0.21663244649957833, 0.11017483260512774, -0.02950954134049642, -0.012129593032908276,
    0.02171526204138041, -0.015400461069572616, 0.0067073942479313, -0.00152134431474716, -0.00015319932009241413,
    0.0002265791770739658, -4.0546393050898883e-5, -2.1067803696423845e-5, 9.21472647143542e-6, 1.8382249524010107e-6,
    -1.568906047567218e-6, -1.892995263198295e-7, 2.603328722994637e-7, 2.7950514262262444e-8, -4.264947691922364e-8,
    -4.668819452082562e-9, 6.052810383891935e-9, 4.841262557370851e-10, -5.188451374304169e-10,
  ],
};

/**
 * exp(x^2) erfc(x), 1 at 0 and about 1 / (sqrt(pi) x) for large x.
 * @param x - from 0 to 1e300
 */
export const scaledErfc = <V>(l: Lanes<V>, x: V): V => flattenedTail(l, x, ERFCX);
