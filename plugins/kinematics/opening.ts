import type { Momentum } from "./momentum.ts";

/**
 * What the angle between two momenta adds to their squared mass: 2 (|pa| |pb| - pa . pb), written as
 * 4 pta ptb (sinh^2(deta/2) + sin^2(dphi/2)), which loses no digits for nearly parallel momenta.
 * @param a - a momentum
 * @param b - the other one
 * @returns a square of a mass [GeV^2], at least 0; all of it if both particles are massless
 * @example
 * opening({ pt: 30, eta: 0, phi: 0 }, { pt: 30, eta: 0, phi: Math.PI }); // 3600
 */
export const opening = (a: Momentum, b: Momentum): number => {
  const sh = Math.sinh((a.eta - b.eta) / 2);
  const sn = Math.sin((a.phi - b.phi) / 2);
  return 4 * a.pt * b.pt * (sh * sh + sn * sn);
};
