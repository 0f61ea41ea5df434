import type { Adjustable } from "./adjustable.ts";
import { type ClimbOptions, climb, defaultMaxSteps, type Rule } from "./climb.ts";
import type { Objective } from "./objective.ts";
import type { Outcome } from "./outcome.ts";

export interface AdamOptions extends ClimbOptions {
  /** length of a first step [widths], 0.2 by default; with the other defaults a search reaches about 12 widths far */
  readonly rate?: number | undefined;
  /** rate at the last step over that at the first, 0.05 by default; it falls in equal ratios */
  readonly decay?: number | undefined;
  /** memory of the mean of the slopes, 0.9 by default */
  readonly beta1?: number | undefined;
  /** memory of their mean square, 0.999 by default */
  readonly beta2?: number | undefined;
}

interface Moments {
  readonly mean: number;
  readonly square: number;
  readonly age: number;
}

const fresh: Moments = { mean: 0, square: 0, age: 0 };

/** slopes below this fraction of the steepest one seen lead to shorter steps */
const epsilon = 1e-8;

const moments = (options: AdamOptions): Rule => {
  const { rate = 0.2, decay = 0.05, beta1 = 0.9, beta2 = 0.999, maxSteps = defaultMaxSteps } = options;
  const memory = new Map<number, Moments>();
  let taken = 0;
  let steepest = 0;
  return {
    stopped: (k) => {
      memory.delete(k);
    },
    next: (slopes) => {
      const length = rate * decay ** (taken++ / Math.max(1, maxSteps - 1));
      steepest = Math.max(steepest, ...slopes.map(Math.abs));
      return slopes.map((slope, k) => {
        const { mean: m, square: v, age } = memory.get(k) ?? fresh;
        const mean = beta1 * m + (1 - beta1) * slope;
        const square = beta2 * v + (1 - beta2) * slope * slope;
        memory.set(k, { mean, square, age: age + 1 });
        const scale = Math.sqrt(square / (1 - beta2 ** (age + 1))) + epsilon * steepest;
        return scale === 0 ? 0 : (length * (mean / (1 - beta1 ** (age + 1)))) / scale;
      });
    },
  };
};

/**
 * Optimises with Adam: steps along the mean slope over its root mean square, so that their length depends on widths and
 * noise and not on the scale of the objective. At a limit the moments of the parameter start anew.
 * @param objective - value and gradient at a point, which may be noisy
 * @param adjustables - the parameters, where they start and their scales
 * @returns the best point seen at the last width factor
 * @throws E_PARAMETER for parameters without scale or outside their limits, E_NONFINITE naming the parameter, E_CANCELLED
 * carrying the best point, read by `bestOf`
 * @source arXiv:1412.6980 algorithm 1
 * @example
 * await adam(objective, [{ name: "cut", value: 30, width: 2, limits: [5, 60] }], { sense: "maximise" });
 */
export const adam = (
  objective: Objective,
  adjustables: readonly Adjustable[],
  options: AdamOptions = {},
): Promise<Outcome> => climb(objective, adjustables, moments(options), options);
