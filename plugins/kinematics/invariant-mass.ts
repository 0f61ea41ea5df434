import { lambda } from "../../core/index.ts";
import { lightCone } from "./light-cone.ts";
import { magnitude } from "./magnitude.ts";
import type { Momenta } from "./momentum.ts";
import { px } from "./px.ts";
import { py } from "./py.ts";
import { pz } from "./pz.ts";
import { root } from "./root.ts";

const scope = { lightCone, magnitude, px, py, pz, root };

/**
 * The invariant mass of any number of particles. m^2 is the sum of U sum(m^2/u), with u = E + |p| of a particle and U
 * their sum, and of P sum(|p| |n - N|^2), with n the unit vector of a particle, P the sum of |p| and N = sum(p)/P: the
 * spread of the directions about their mean, which never is a difference of large squares.
 * @param particles - an array or a list of an event; pt > 0, massless where no mass is stated
 * @returns m [GeV], to about 1e-16 of the energy; 0 with derivative 0 for no particle, NaN if one is the null vector
 * @source Review of Particle Physics, Kinematics: m^2 = E^2 - |p|^2, rearranged
 * @example
 * invariantMass([{ pt: 3, eta: 0, phi: 0, mass: 4 }]); // 4
 */
export const invariantMass = lambda(
  (particles: Momenta, { lightCone, magnitude, px, py, pz, root }: typeof scope): number => {
    const U = particles.reduce((sum, p) => sum + lightCone(p), 0);
    const rest = particles.reduce((sum, p) => sum + ((p.mass ?? 0) * (p.mass ?? 0)) / lightCone(p), 0);
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
    return root(U * rest + P * spread);
  },
  scope,
);
