import { lambda, stopGradient } from "../../core/index.ts";
import { lightConeMinus } from "./light-cone-minus.ts";
import { lightConePlus } from "./light-cone-plus.ts";
import { magnitude } from "./magnitude.ts";
import type { Momenta } from "./momentum.ts";
import { px } from "./px.ts";
import { py } from "./py.ts";
import { pz } from "./pz.ts";
import { root } from "./root.ts";

const scope = { lightConeMinus, lightConePlus, magnitude, px, py, pz, root, stopGradient };

/**
 * The invariant mass of any number of particles. m^2 is the sum of two parts that are never negative: what the masses add
 * if the momenta were parallel, sum(E + |p|) sum(E - |p|), and the spread of the directions n about their mean N,
 * sum(|p|) sum(|p| |n - N|^2). Neither is a difference of large squares.
 * @param particles - an array or a list of an event; pt >= 0, massless where no mass is stated
 * @returns m [GeV], to about 1e-16 of the energy; 0 with derivative 0 for no particle
 * @source Review of Particle Physics, Kinematics: m^2 = E^2 - |p|^2, rearranged
 * @example
 * invariantMass([{ pt: 3, eta: 0, phi: 0, mass: 4 }]); // 4
 */
export const invariantMass = lambda(
  (
    particles: Momenta,
    { lightConeMinus, lightConePlus, magnitude, px, py, pz, root, stopGradient }: typeof scope,
  ): number => {
    const minus = particles.reduce((sum, p) => sum + lightConeMinus(p), 0);
    const plus = particles.reduce((sum, p) => sum + lightConePlus(p), 0);
    const P = particles.reduce((sum, p) => sum + magnitude(p), 0);
    const x = particles.reduce((sum, p) => sum + px(p), 0) / P;
    const y = particles.reduce((sum, p) => sum + py(p), 0) / P;
    const z = particles.reduce((sum, p) => sum + pz(p), 0) / P;
    const spread = particles.reduce((sum, p) => {
      const dx = Math.cos(p.phi) / Math.cosh(p.eta) - x;
      const dy = Math.sin(p.phi) / Math.cosh(p.eta) - y;
      const dz = Math.tanh(p.eta) - z;
      return sum + magnitude(p) * (dx * dx + dy * dy + dz * dz);
    }, 0);
    const angles = stopGradient(P) === 0 ? 0 : P * spread;
    return root(stopGradient(minus) === 0 ? angles : plus * minus + angles);
  },
  scope,
);
