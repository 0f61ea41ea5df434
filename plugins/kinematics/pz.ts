/**
 * The component of a momentum along the beam.
 * @param p - pt [GeV] and pseudorapidity, |eta| < 700
 * @returns pz [GeV]; smooth everywhere
 * @example
 * pz({ pt: 30, eta: 0 }); // 0
 */
export const pz = (p: { readonly pt: number; readonly eta: number }): number => p.pt * Math.sinh(p.eta);
