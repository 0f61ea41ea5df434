import type { TransverseMomentum } from "./momentum.ts";

/**
 * The component of a momentum along x, towards azimuth 0.
 * @param p - pt [GeV] and phi [rad]
 * @returns px [GeV]; smooth everywhere
 * @example
 * px({ pt: 30, phi: 0 }); // 30
 */
export const px = (p: TransverseMomentum): number => p.pt * Math.cos(p.phi);
