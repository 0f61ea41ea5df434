import { lambda } from "../../core/index.ts";
import type { TransverseMomentum } from "./momentum.ts";
import { root } from "./root.ts";

const scope = { root };

/**
 * The transverse mass of a massless particle and the missing transverse momentum: sqrt(2 pt met (1 - cos dphi)), written
 * as 2 sqrt(pt met) |sin(dphi/2)|, which loses no digits for nearly parallel momenta.
 * @param a - the visible particle, pt >= 0
 * @param met - the missing transverse momentum, pt >= 0
 * @returns mT [GeV]; 0 with derivative 0 at equal azimuth and where a pt is 0
 * @source Review of Particle Physics, Kinematics: mT^2 = 2 |pT1| |pT2| (1 - cos phi12)
 * @example
 * transverseMass({ pt: 40, phi: 0 }, { pt: 40, phi: Math.PI }); // 80
 */
export const transverseMass = lambda(
  (a: TransverseMomentum, met: TransverseMomentum, { root }: typeof scope): number =>
    2 * root(a.pt * met.pt) * Math.abs(Math.sin((a.phi - met.phi) / 2)),
  scope,
);
