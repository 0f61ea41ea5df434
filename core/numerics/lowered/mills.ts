import type { Lanes } from "../lanes.ts";
import { polynomial } from "./polynomial.ts";

const CENTRE = 5.109375;

/** mills(u) (1 + 3/4 u) in (u - CENTRE) / (u + CENTRE) for u >= 0; largest error 7.4e-17 of it, `fit-lowered.py`. */
const SCALED = [
  0.7284837819489499, -0.2067790681529187, 0.10595648851484979, -0.028347160291326813, -0.01345799850717784,
  0.02452189236496458, -0.018915039404495813, 0.009564136123459905, -0.00307206713457792, 0.00034038867033068805,
  0.00021223317479355725, -0.00010551881733042695, 1.440838241918794e-6, 1.3412838458738005e-5, -2.59859707290354e-6,
  -1.5409954227280367e-6, 5.508541014980907e-7, 1.9270570860992953e-7, -9.330703729277342e-8, -2.773215731825725e-8,
  1.301533876934383e-8, 3.944418523571597e-9, -1.0948391697816478e-9, -3.571105711115709e-10,
];

/**
 * The scaled tail exp(u^2 / 2) erfc(u / sqrt(2)) of the normal distribution, 1 at 0 and about sqrt(2 / pi) / u for
 * large u; relatively accurate up to 1e300 and only finite beyond.
 * @param x - at least 0
 * @param unit - u in units of x
 * @source M. M. Shepherd & J. G. Laframboise, Math. Comp. 36 (1981) 249, for the form; our own fit
 */
export const mills = <V>(l: Lanes<V>, x: V, unit = 1): V => {
  const bounded = l.let(l.atMost(x, l.k(1e300)));
  const centre = l.k(CENTRE / unit);
  const t = l.let(l.div(l.sub(bounded, centre), l.add(bounded, centre)));
  return l.div(polynomial(l, SCALED, t), l.madd(bounded, l.k(0.75 * unit), l.k(1)));
};
