import { lambda } from "../../core/index.ts";
import { energy } from "./energy.ts";
import { magnitude } from "./magnitude.ts";
import type { Momentum } from "./momentum.ts";

const scope = { energy, magnitude };

/**
 * The larger light-cone component of a particle along its own flight, E + |p|.
 * @param p - its momentum, |eta| < 350
 * @returns E + |p| [GeV]; 0 only for the null vector
 * @example
 * lightConePlus({ pt: 3, eta: 0, phi: 0, mass: 4 }); // 8
 */
export const lightConePlus = lambda(
  (p: Momentum, { energy, magnitude }: typeof scope): number => energy(p) + magnitude(p),
  scope,
);
