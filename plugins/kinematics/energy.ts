import { lambda } from "../../core/index.ts";
import { magnitude } from "./magnitude.ts";
import type { Momentum } from "./momentum.ts";
import { root } from "./root.ts";

const scope = { magnitude, root };

/**
 * The energy of a particle.
 * @param p - its momentum, |eta| < 350
 * @returns E [GeV] = sqrt(|p|^2 + m^2); derivative 0 for the null vector
 * @example
 * energy({ pt: 3, eta: 0, phi: 0, mass: 4 }); // 5
 */
export const energy = lambda((p: Momentum, { magnitude, root }: typeof scope): number => {
  const P = magnitude(p);
  const m = p.mass ?? 0;
  return root(P * P + m * m);
}, scope);
