import { definePrimitive, real } from "jagrad/core";

/**
 * The line shape of a resonance, the density (1/pi) (G/2) / ((m - M)^2 + G^2/4).
 * @param m - mass [GeV]
 * @param M - mass of the resonance [GeV]
 * @param G - its width [GeV], G > 0
 * @returns the density [1/GeV]; its integral over all m is 1
 * @source Review of Particle Physics, Resonances, in the limit of a narrow one
 * @example
 * breitWigner(91.2, 91.2, 2.5); // 2/(pi 2.5) = 0.2546
 */
export const breitWigner = definePrimitive({
  name: "breitWigner",
  evaluate: (m: number, M: number, G: number): number => G / (2 * Math.PI) / ((m - M) ** 2 + (G * G) / 4),
  partials: [
    (m, M, G, { out }) => (-2 * (m - M) * out) / ((m - M) ** 2 + (G * G) / 4),
    (m, M, G, { out }) => (2 * (m - M) * out) / ((m - M) ** 2 + (G * G) / 4),
    (m, M, G, { out }) => out / G - (G * out) / (2 * ((m - M) ** 2 + (G * G) / 4)),
  ],
  domain: [real(86, 96), real(89, 93), real(1.5, 4)],
});
