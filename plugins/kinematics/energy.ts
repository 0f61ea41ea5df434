import { lambda } from "../../core/index.ts";
import { magnitude } from "./magnitude.ts";
import type { Momentum } from "./momentum.ts";

const scope = { magnitude };

/**
 * The energy of a particle.
 * @param p - its momentum, |eta| < 700
 * @returns E [GeV] = sqrt(|p|^2 + m^2); derivative 0 for the null vector
 * @example
 * energy({ pt: 3, eta: 0, phi: 0, mass: 4 }); // 5
 */
export const energy = lambda(
  (p: Momentum, { magnitude }: typeof scope): number => Math.hypot(magnitude(p), p.mass ?? 0),
  scope,
);
