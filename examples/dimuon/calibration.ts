import { type Histogram, type Nuisance, nuisance, parameter, type Trace } from "jagrad/core";
import { objective } from "jagrad/ops/diff";
import { of } from "rxjs";
import { newton } from "./newton.ts";

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

export interface Calibration {
  /** What recorded masses are multiplied by. */
  readonly scale: Nuisance;
  /** The mass resolution found [GeV]. */
  readonly resolution: number;
  readonly pairs: number;
  readonly steps: number;
}

/**
 * The momentum scale that puts the Z peak in its place: a binned maximum-likelihood fit of a Breit-Wigner curve with a
 * resolution over an exponential background.
 * @param peak - recorded masses in bins of one width around the Z peak
 * @source Review of Particle Physics: mass and width of the Z boson
 */
export const calibrate = async (peak: Histogram): Promise<Calibration> => {
  const pairs = peak.values.reduce((sum, n) => sum + n, 0);
  const [first = 0, second = 0] = peak.edges;
  const parameters = {
    scale: parameter("momentum scale", 1),
    resolution: parameter("mass resolution", 1.2, { unit: "GeV" }),
    z: parameter("Z events", 0.8 * pairs),
    rest: parameter("other events per bin", (0.2 * pairs) / peak.values.length),
    slope: parameter("fall of the other events", 0.02, { unit: "1/GeV" }),
  };
  const fit = of(observed(peak)).pipe(
    objective(
      (h, { scale, resolution, z, rest, slope, first, step, zMass, zWidth, smear }) => {
        const below = (edge: number): number =>
          smear.reduce(
            (sum, { t, share }) =>
              sum + (share * Math.atan((2 * (edge * scale - zMass - t * resolution)) / zWidth)) / Math.PI,
            0,
          );
        return h.values
          .map((n, k) => {
            const low = first + k * step;
            const expected = z * (below(low + step) - below(low)) + rest * Math.exp(-slope * (low + step / 2 - zMass));
            return 2 * (expected - n * Math.log(expected));
          })
          .reduce((sum, x) => sum + x, 0);
      },
      { ...parameters, first, step: second - first, zMass, zWidth, smear },
    ),
  );
  const root = Math.sqrt(pairs);
  const scales = {
    scale: 0.02 / root,
    resolution: 2 / root,
    z: 2 * root,
    rest: (2 * root) / peak.values.length,
    slope: 0.3 / root,
  };
  const { at, errors, steps } = await newton(fit, parameters, scales);
  const scale = nuisance("muon momentum scale", at.scale, { sigma: errors.scale });
  return { scale, resolution: at.resolution, pairs, steps };
};
