import type { TransverseMomentum } from "./momentum.ts";

/**
 * The component of a momentum along y, towards azimuth pi/2.
 * @param p - pt [GeV] and phi [rad]
 * @returns py [GeV]; smooth everywhere
 * @example
 * py({ pt: 30, phi: Math.PI / 2 }); // 30
 */
export const py = (p: TransverseMomentum): number => p.pt * Math.sin(p.phi);
