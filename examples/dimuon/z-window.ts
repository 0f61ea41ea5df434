import { parameter, type Scalar, stopGradient } from "jagrad/core";
import { objective } from "jagrad/ops";
import { asimovWithUncertainty } from "jagrad/plugins/significance";
import type { Analysis, Ops } from "./analysis.ts";
import type { Calibration } from "./calibration.ts";
import { type Pairs, pairs } from "./pairs.ts";
import type { Subject } from "./subjects.ts";
import { scaleFor, searched } from "./thresholds.ts";
import type { UserFile } from "./user-file.ts";

/** What a file without truth labels tells: the pairs in the window, and what the sidebands say of its background. */
export interface WindowRegions {
  readonly [name: string]: Scalar;
  readonly window: Scalar;
  readonly background: Scalar;
  readonly up: Scalar;
  readonly down: Scalar;
}

/** Recorded masses of the sidebands [GeV]. */
export const sidebands = [
  [60, 75],
  [107, 120],
] as const;

const span = sidebands.reduce((sum, [low, high]) => sum + high - low, 0);

/** The significance of the Z peak over a background measured in sidebands, in a window to choose. */
export const zWindow = (
  file: UserFile,
  { scale: measured, pairs: peak }: Calibration,
  subjects: readonly Subject[],
): Analysis<WindowRegions> => {
  const low = parameter("window low", 81, { unit: "GeV", width: 0.4, limits: [76, 90] });
  const high = parameter("window high", 101, { unit: "GeV", width: 0.4, limits: [92, 106] });
  const cut = parameter("muon pt cut", subjects.includes("cut") ? 15 : 0, { unit: "GeV", width: 0.8, limits: [0, 40] });
  const thresholds = { cut, low, high, scale: scaleFor(measured, subjects) };
  const { scope, parameters } = searched(thresholds, subjects);
  const sigma = measured.sigma / measured.value;

  const inWindow =
    ({ filter, count }: Ops) =>
    (pairs: Pairs) =>
      pairs.pipe(
        filter(
          (pair, { cut, low, high, scale }) => pair.pt > cut && scale * pair.m > low && scale * pair.m < high,
          scope,
        ),
        count(),
      );

  /** Pairs in the sidebands, each worth the width of the window, in recorded mass, over that of the sidebands. */
  const beside =
    ({ filter, weight, count }: Ops, shift = 1) =>
    (pairs: Pairs) =>
      pairs.pipe(
        filter((pair) => (pair.m > 60 && pair.m < 75) || (pair.m > 107 && pair.m < 120)),
        filter((pair, { cut }) => pair.pt > cut, { cut: scope.cut }),
        weight((_pair, { low, high, scale, shift, span }) => (high - low) / (scale * shift * span), {
          ...scope,
          shift,
          span,
        }),
        count(),
      );

  return {
    thresholds,
    parameters,
    starts: { wide: { [low.name]: 77, [high.name]: 105 }, narrow: { [low.name]: 89, [high.name]: 93 } },
    regions: (ops, half) =>
      pairs(ops)(file[half]).pipe(
        ops.fill({
          window: inWindow(ops),
          background: beside(ops),
          up: beside(ops, 1 + sigma),
          down: beside(ops, 1 - sigma),
        }),
      ),
    figure: objective(
      ({ window, background, up, down }, { asimovWithUncertainty, stopGradient }) => {
        const b = background.value;
        const shift = (up.value - down.value) / 2;
        const q = asimovWithUncertainty(window.value - b, b, background.variance + shift * shift);
        return stopGradient(q) > 0 ? Math.sqrt(q) : 0;
      },
      { asimovWithUncertainty, stopGradient },
    ),
    yields: ({ window, background }) => ({ signal: window.value - background.value, background: background.value }),
    counted: ["window"],
    widest: 8,
    floor: Math.min(50, Math.ceil(peak / 4)),
    picture: { range: [60, 120], bins: 60, layers: { pairs: { events: file.odd, perEvent: 1 } }, sidebands },
  };
};
