/**
 * The length of a momentum.
 * @param p - pt [GeV] and pseudorapidity, |eta| < 700
 * @returns |p| [GeV]; smooth everywhere
 * @example
 * magnitude({ pt: 30, eta: 0 }); // 30
 */
export const magnitude = (p: { readonly pt: number; readonly eta: number }): number => p.pt * Math.cosh(p.eta);
