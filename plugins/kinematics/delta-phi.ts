import { lambda, stopGradient } from "../../core/index.ts";

const scope = { stopGradient };

/**
 * The azimuth from `b` to `a`, brought into [-pi, pi) by whole turns: the modulo that is never negative (JavaScript's `%`
 * takes the sign of its dividend). The number of turns is a constant as far as derivatives and widths go.
 * @param a - azimuth [rad], any number of turns
 * @param b - azimuth [rad]
 * @returns phi_a - phi_b [rad] in [-pi, pi), exact where the plain difference lies there already, and else to rounding;
 * derivatives 1 and -1 everywhere, also at -pi, where the value jumps
 * @example
 * deltaPhi({ phi: 3 }, { phi: -3 }); // 6 - 2 pi
 */
export const deltaPhi = lambda(
  (a: { readonly phi: number }, b: { readonly phi: number }, { stopGradient }: typeof scope): number => {
    const d = a.phi - b.phi;
    return d - 2 * Math.PI * Math.round(stopGradient(d) / (2 * Math.PI));
  },
  scope,
);
