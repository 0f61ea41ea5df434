import { digamma as called } from "../digamma.ts";
import type { Lanes, Lowering } from "../lanes.ts";
import { logOfPositive } from "./log.ts";
import { polynomial } from "./polynomial.ts";
import { stepsTo } from "./steps-to.ts";

/** digamma(t) over t less its zero, in t - 1.65 for t from 1 to 2.3; largest error 4e-17 of it, `fit-lowered.py`. */
const NEAR = [
  0.8924669103233789, -0.3603397601307975, 0.1847654445683356, -0.10300460450079932, 0.05965441319937363,
  -0.035230572617137086, 0.02103052056586084, -0.012630935439835867, 0.007613360009039973, -0.004598804176107987,
  0.002781491593239943, -0.0016836325893995043, 0.001019356678660478, -0.0006174947119154591, 0.0003754400395739203,
  -0.00022749742998812294, 0.00013295050129475926, -8.057010953256718e-5, 6.096472588783295e-5, -3.694746665027355e-5,
  3.3716948495532884e-6, -2.043340179154683e-6, 1.8361961192330067e-5, -1.1128436536413653e-5,
];

/** log x - 1 / (2 x) - digamma(x), times x^2, in 1 / x^2 for x >= 6.3; largest error 2e-18 of digamma, `fit-lowered.py`. */
const FAR = [
  0.08333333333333313, -0.008333333332535161, 0.003968253457315195, -0.0041665430322987826, 0.007561333775216061,
  -0.02020828461408293, 0.0548436649079149,
];

/** The zero of digamma in three parts. */
const ZERO = [187 / 128, 6.946449683623413e-4, -1.8257096315963483e-20];

/** How many steps bring an x below 6.3 to at most 2.3. */
const MOST = 4;

/** digamma(x) - digamma(x - n) as a quotient: 1 / (x - 1) + ... + 1 / (x - n), or -1 / x where n is -1. */
const difference = <V>(l: Lanes<V>, x: V, n: V): { readonly top: V; readonly bottom: V } => {
  const isUp = l.let(l.lt(n, l.k(0)));
  let top = l.let(l.select(isUp, l.k(-1), l.k(0)));
  let bottom = l.let(l.select(isUp, x, l.k(1)));
  for (let k = 0; k < MOST; k++) {
    const isStep = l.let(l.gt(n, l.k(k)));
    const factor = l.let(l.sub(x, l.k(k + 1)));
    top = l.let(l.select(isStep, l.madd(top, factor, bottom), top));
    bottom = l.let(l.select(isStep, l.mul(bottom, factor), bottom));
  }
  return { top, bottom };
};

/**
 * The derivative of log gamma(x); numbers that are not positive are left to a call.
 *
 * Largest error at 1e5 points for x > 0, its zero included: 3.0 ulp.
 * @source DLMF 5.5.2 below 6.3, 5.11.2 above; our own fits
 */
export const digamma: Lowering = (l, x) => {
  const isFar = l.let(l.gt(x, l.k(6.3)));
  const n = l.let(l.select(l.le(x, l.k(1)), l.k(-1), stepsTo(l, x, 2.3, 0)));
  const { top, bottom } = difference(l, x, n);
  const quotient = l.let(l.div(l.select(isFar, l.k(1), top), l.select(isFar, x, bottom)));

  const t = l.let(l.sub(x, n));
  const distance = ZERO.reduce((d, part) => l.sub(d, l.k(part)), t);
  const near = l.madd(distance, polynomial(l, NEAR, l.let(l.sub(t, l.k(1.65)))), quotient);

  const square = l.let(l.mul(quotient, quotient));
  const drop = l.madd(square, polynomial(l, FAR, square), l.mul(l.k(0.5), quotient));
  const far = l.select(l.lt(x, l.k(Number.POSITIVE_INFINITY)), logOfPositive(l, x, l.neg(drop)), x);
  return l.orCall(l.not(l.le(x, l.k(0))), l.select(isFar, far, near), called, [x]);
};
