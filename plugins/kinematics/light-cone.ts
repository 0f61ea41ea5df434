import { lambda } from "../../core/index.ts";
import { energy } from "./energy.ts";
import { magnitude } from "./magnitude.ts";
import type { Momentum } from "./momentum.ts";

const scope = { energy, magnitude };

/**
 * The larger light-cone component of a particle along its own flight: E + |p|. The smaller one, E - |p|, is m^2 divided
 * by it, which needs no difference of nearly equal numbers.
 * @param p - its momentum, |eta| < 700
 * @returns E + |p| [GeV]; 0 only for the null vector
 * @example
 * lightCone({ pt: 30, eta: 0, phi: 0 }); // 60
 */
export const lightCone = lambda(
  (p: Momentum, { energy, magnitude }: typeof scope): number => energy(p) + magnitude(p),
  scope,
);
