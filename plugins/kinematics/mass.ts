import { lambda, stopGradient } from "../../core/index.ts";
import { lightConeMinus } from "./light-cone-minus.ts";
import { lightConePlus } from "./light-cone-plus.ts";
import type { Momentum } from "./momentum.ts";
import { opening } from "./opening.ts";
import { root } from "./root.ts";

const scope = { lightConeMinus, lightConePlus, opening, root, stopGradient };

/**
 * The invariant mass of two particles. m^2 is the sum of two parts that are never negative: what the masses add if the
 * momenta were parallel, (Ea + |pa| + Eb + |pb|) (Ea - |pa| + Eb - |pb|), and what the angle between them adds. Neither
 * loses digits, so it keeps its precision for boosted and for nearly parallel particles.
 * @param a - a momentum, pt >= 0; massless if it states no mass
 * @param b - the other one
 * @returns m [GeV]; 0 with derivative 0 for parallel massless momenta. Where a massless particle has pt 0, its
 * derivative with respect to pt is not finite.
 * @source Review of Particle Physics, Kinematics: m^2 = (Ea + Eb)^2 - |pa + pb|^2, rearranged
 * @example
 * mass({ pt: 30, eta: 0, phi: 0 }, { pt: 30, eta: 0, phi: Math.PI }); // 60
 */
export const mass = lambda(
  (a: Momentum, b: Momentum, { lightConeMinus, lightConePlus, opening, root, stopGradient }: typeof scope): number => {
    const minus = lightConeMinus(a) + lightConeMinus(b);
    const angle = opening(a, b);
    return root(stopGradient(minus) === 0 ? angle : (lightConePlus(a) + lightConePlus(b)) * minus + angle);
  },
  scope,
);
