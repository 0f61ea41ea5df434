import type { Lanes } from "../lanes.ts";
import { type FlattenedTail, flattenedTail } from "./flattened-tail.ts";

/** Largest error 2.8e-17 of it, `fit-lowered.py`. */
const MILLS: FlattenedTail = {
  centre: 4.9453125,
  slope: 0.75,
  coefficients: [
    0.7318861319321266, -0.21020327436045114, 0.10383449704380943, -0.02393544214536795, -0.016774605070266024,
    0.025337985829166396, -0.017887706299896902, 0.00809587111294467, -0.0020841880071529417, -3.340943913537461e-5,
    0.0002487539758167992, -6.543280916015081e-5, -1.6816000882565288e-5, 1.2008176328663033e-5, 6.035443804023226e-7,
    -1.845730296874924e-6, 5.248250058986216e-8, 2.90633311051104e-7, -1.498526596083473e-8, -4.719630458679841e-8,
    1.779410966288794e-9, 6.832349200946727e-9, -9.350587943643948e-11, -6.023094001779964e-10,
  ],
};

/**
 * The scaled tail exp(u^2 / 2) erfc(u / sqrt(2)) of the normal distribution, 1 at 0 and about sqrt(2 / pi) / u for
 * large u.
 * @param u - from 0 to 1e300
 */
export const mills = <V>(l: Lanes<V>, u: V): V => flattenedTail(l, u, MILLS);
