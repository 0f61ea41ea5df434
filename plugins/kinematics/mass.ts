import { lambda } from "../../core/index.ts";
import { lightCone } from "./light-cone.ts";
import type { Momentum } from "./momentum.ts";
import { opening } from "./opening.ts";
import { root } from "./root.ts";

const scope = { lightCone, opening, root };

/**
 * The invariant mass of two particles. m^2 = ma^2 + mb^2 + 2 (Ea Eb - pa . pb) is the sum of two parts that are never
 * negative, (Ea + |pa| + Eb + |pb|) (Ea - |pa| + Eb - |pb|) and 2 (|pa| |pb| - pa . pb); neither loses digits, so it
 * keeps its precision for boosted and nearly parallel particles.
 * @param a - a momentum, pt > 0; massless if it states no mass
 * @param b - the other one
 * @returns m [GeV]; 0 with derivative 0 for parallel massless momenta, NaN if a particle is the null vector
 * @source Review of Particle Physics, Kinematics: m^2 = (Ea + Eb)^2 - |pa + pb|^2, rearranged
 * @example
 * mass({ pt: 30, eta: 0, phi: 0 }, { pt: 30, eta: 0, phi: Math.PI }); // 60
 */
export const mass = lambda((a: Momentum, b: Momentum, { lightCone, opening, root }: typeof scope): number => {
  const ma = a.mass ?? 0;
  const mb = b.mass ?? 0;
  const ua = lightCone(a);
  const ub = lightCone(b);
  return root((ua + ub) * ((ma * ma) / ua + (mb * mb) / ub) + opening(a, b));
}, scope);
