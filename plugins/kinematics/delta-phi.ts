/**
 * The azimuth from `b` to `a`, brought into [-pi, pi) by the modulo that is never negative (JavaScript's `%` takes the
 * sign of its dividend).
 * @param a - azimuth [rad], any number of turns
 * @param b - azimuth [rad]
 * @returns phi_a - phi_b [rad] in [-pi, pi), to 2e-15 and exactly 0 for equal angles; derivatives 1 and -1 everywhere,
 * also at -pi, where the value jumps
 * @example
 * deltaPhi({ phi: 3 }, { phi: -3 }); // 6 - 2 pi
 */
export const deltaPhi = (a: { readonly phi: number }, b: { readonly phi: number }): number =>
  ((((a.phi - b.phi) % (2 * Math.PI)) + 3 * Math.PI) % (2 * Math.PI)) - Math.PI;
