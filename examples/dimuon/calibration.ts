import type { Events } from "jagrad/adapters/duckdb";
import { isJagradError, linspace, type Nuisance, nuisance, observed, parameter } from "jagrad/core";
import { objective } from "jagrad/ops";
import * as hard from "jagrad/ops/hard";
import { lastValueFrom, of } from "rxjs";
import { newton } from "./newton.ts";
import { type Collision, pairs } from "./pairs.ts";
import { known, minusTwoLogLikelihood } from "./z-likelihood.ts";

export interface Calibration {
  /** What recorded masses are multiplied by. */
  readonly scale: Nuisance;
  /** The mass resolution found [GeV]; undefined where the scale is assumed for want of a peak. */
  readonly resolution: number | undefined;
  /** Pairs around the Z peak. */
  readonly pairs: number;
}

const name = "muon momentum scale";
const fewest = 1000;
const furthest = 0.03;
const edges = linspace(80, 102, 89);

/** A spectrum without a peak has no minimum, or a flat one. */
const withoutPeak = (error: unknown): undefined => {
  if (isJagradError(error) && (error.code === "E_LIMIT" || error.code === "E_DEGENERATE")) return;
  throw error;
};

/**
 * The momentum scale that puts the Z peak in its place: a binned maximum-likelihood fit of a Breit-Wigner curve with a
 * resolution over an exponential background. Where there are few pairs or no peak the scale is left at 1, known to 0.3 %.
 * @param events - with the peak as it was recorded
 */
export const calibrate = async (events: Events<Collision>): Promise<Calibration> => {
  const peak = await lastValueFrom(pairs(hard)(events).pipe(hard.histogram((pair) => pair.m, { edges })));
  const total = peak.values.reduce((sum, n) => sum + n, 0);
  const assumed = { scale: nuisance(name, 1, { sigma: 0.003 }), resolution: undefined, pairs: total };
  if (total < fewest) return assumed;
  const parameters = {
    scale: parameter("momentum scale", 1),
    resolution: parameter("mass resolution", 1.2, { unit: "GeV" }),
    z: parameter("Z events", 0.8 * total),
    rest: parameter("other events per bin", (0.2 * total) / peak.values.length),
    slope: parameter("fall of the other events", 0.02, { unit: "1/GeV" }),
  };
  const [first = 0, second = 0] = edges;
  const deviance = of(observed(peak)).pipe(
    objective(minusTwoLogLikelihood, { ...parameters, first, step: second - first, ...known }),
  );
  const root = Math.sqrt(total);
  const scales = {
    scale: 0.02 / root,
    resolution: 2 / root,
    z: 2 * root,
    rest: (2 * root) / peak.values.length,
    slope: 0.3 / root,
  };
  const found = await newton(deviance, parameters, scales).catch(withoutPeak);
  if (!found || !(Math.abs(found.at.scale - 1) < furthest && found.errors.scale < furthest)) return assumed;
  const { at, errors } = found;
  return { scale: nuisance(name, at.scale, { sigma: errors.scale }), resolution: at.resolution, pairs: total };
};
