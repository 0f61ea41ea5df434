import type { Events } from "jagrad/adapters/duckdb";
import { type Histogram, linspace, type Nuisance, nuisance, parameter, type Trace } from "jagrad/core";
import { objective } from "jagrad/ops";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom, of } from "rxjs";
import { newton } from "./newton.ts";
import { type Collision, pairs } from "./pairs.ts";

const zMass = 91.1876;
const zWidth = 2.4952;

/** Places and weights of a normal distribution: the sum over them of a peak is the peak smeared by a resolution. */
const smear = Array.from({ length: 11 }, (_, k) => {
  const t = 0.8 * (k - 5);
  return { t, share: (0.8 * Math.exp((-t * t) / 2)) / Math.sqrt(2 * Math.PI) };
});

/** Observed counts: numbers that no parameter can change, so that only the model beside them is differentiated. */
export const observed = (histogram: Histogram): Histogram => {
  const pullable = { sizes: [], pullback: async () => new Map() };
  const trace: Trace = { kind: "diff", pullable, places: {}, lost: [], explained: [] };
  return { ...histogram, trace };
};

interface Model {
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
const minusTwoLogLikelihood = (
  peak: Histogram,
  { scale, resolution, z, rest, slope, first, step, zMass, zWidth, smear }: Model,
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

export interface Calibration {
  /** What recorded masses are multiplied by. */
  readonly scale: Nuisance;
  /** The mass resolution found [GeV]; undefined where the scale is assumed for want of pairs. */
  readonly resolution: number | undefined;
  /** Pairs around the Z peak. */
  readonly pairs: number;
}

const name = "muon momentum scale";
const fewest = 1000;
const edges = linspace(80, 102, 89);

/**
 * The momentum scale that puts the Z peak in its place: a binned maximum-likelihood fit of a Breit-Wigner curve with a
 * resolution over an exponential background. Too few pairs for a fit leave the scale at 1, known to 0.3 %.
 * @param events - with the peak as it was recorded
 * @source Review of Particle Physics: mass and width of the Z boson
 */
export const calibrate = async (events: Events<Collision>): Promise<Calibration> => {
  const peak = await lastValueFrom(pairs(hard)(events).pipe(hard.histogram((pair) => pair.m, { edges })));
  const total = peak.values.reduce((sum, n) => sum + n, 0);
  if (total < fewest) return { scale: nuisance(name, 1, { sigma: 0.003 }), resolution: undefined, pairs: total };
  const parameters = {
    scale: parameter("momentum scale", 1),
    resolution: parameter("mass resolution", 1.2, { unit: "GeV" }),
    z: parameter("Z events", 0.8 * total),
    rest: parameter("other events per bin", (0.2 * total) / peak.values.length),
    slope: parameter("fall of the other events", 0.02, { unit: "1/GeV" }),
  };
  const [first = 0, second = 0] = edges;
  const deviance = of(observed(peak)).pipe(
    objective(minusTwoLogLikelihood, { ...parameters, first, step: second - first, zMass, zWidth, smear }),
  );
  const root = Math.sqrt(total);
  const { at, errors } = await newton(deviance, parameters, {
    scale: 0.02 / root,
    resolution: 2 / root,
    z: 2 * root,
    rest: (2 * root) / peak.values.length,
    slope: 0.3 / root,
  });
  return { scale: nuisance(name, at.scale, { sigma: errors.scale }), resolution: at.resolution, pairs: total };
};
