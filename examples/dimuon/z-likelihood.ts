import type { Histogram } from "jagrad/core";

/** Places and weights of a normal distribution: the sum over them of a peak is the peak smeared by a resolution. */
const smear = Array.from({ length: 11 }, (_, k) => {
  const t = 0.8 * (k - 5);
  return { t, share: (0.8 * Math.exp((-t * t) / 2)) / Math.sqrt(2 * Math.PI) };
});

/**
 * What is known of a Z peak: mass and width of the boson [GeV].
 * @source Review of Particle Physics
 */
export const known = { zMass: 91.1876, zWidth: 2.4952, smear } as const;

/** What a Z peak depends on: what is fitted, and below what is known. */
export interface ZModel {
  readonly scale: number;
  readonly resolution: number;
  readonly z: number;
  readonly rest: number;
  readonly slope: number;
  readonly first: number;
  readonly step: number;
  readonly zMass: number;
  readonly zWidth: number;
  readonly smear: readonly { readonly t: number; readonly share: number }[];
}

/** Poisson, bin by bin: the peak by differences of its smeared arc tangent, the rest by its height in the middle. */
export const minusTwoLogLikelihood = (
  peak: Histogram,
  { scale, resolution, z, rest, slope, first, step, zMass, zWidth, smear }: ZModel,
): number => {
  const below = (m: number): number =>
    smear.reduce(
      (sum, { t, share }) => sum + (share / Math.PI) * Math.atan((2 * (m * scale - zMass - t * resolution)) / zWidth),
      0,
    );
  return peak.values
    .map((n, k) => {
      const low = first + k * step;
      const mu = z * (below(low + step) - below(low)) + rest * Math.exp(-slope * (low + step / 2 - zMass));
      return 2 * (mu - n * Math.log(mu));
    })
    .reduce((sum, x) => sum + x, 0);
};
