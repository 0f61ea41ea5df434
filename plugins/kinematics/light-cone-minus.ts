import { lambda, stopGradient } from "../../core/index.ts";
import { lightConePlus } from "./light-cone-plus.ts";
import type { Momentum } from "./momentum.ts";

const scope = { lightConePlus, stopGradient };

/**
 * The smaller light-cone component of a particle along its own flight, E - |p|, written as m^2/(E + |p|): the energy that
 * its mass adds, without a difference of nearly equal numbers.
 * @param p - its momentum, |eta| < 350
 * @returns E - |p| [GeV], at least 0; exactly 0, known when the lambda is compiled, for a particle without a mass
 * @example
 * lightConeMinus({ pt: 3, eta: 0, phi: 0, mass: 4 }); // 2
 */
export const lightConeMinus = lambda((p: Momentum, { lightConePlus, stopGradient }: typeof scope): number => {
  const m = p.mass ?? 0;
  return stopGradient(m) === 0 ? 0 : (m * m) / lightConePlus(p);
}, scope);
