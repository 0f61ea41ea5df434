import type { Adjustable } from "./adjustable.ts";
import { type ClimbOptions, climb, type Rule } from "./climb.ts";
import type { Objective } from "./objective.ts";
import type { Outcome } from "./outcome.ts";

export interface GradientDescentOptions extends ClimbOptions {
  /** first step [widths] of the parameter with the steepest slope, 0.5 by default */
  readonly firstStep?: number | undefined;
  /** longest step of a parameter [widths], 1 by default */
  readonly maxStep?: number | undefined;
}

const shrink = 0.5;
const grow = 1.2;

const largest = (numbers: readonly number[]): number => Math.max(...numbers.map(Math.abs));

/** Steps along the slopes; the rate falls when two slopes in a row point apart, and grows when they agree. */
const steepest = ({ firstStep = 0.5, maxStep = 1 }: GradientDescentOptions): Rule => {
  let rate: number | undefined;
  let before: readonly number[] = [];
  return {
    next: (slopes) => {
      const steep = largest(slopes);
      if (steep === 0) return slopes;
      const agreement = slopes.reduce((sum, slope, k) => sum + (slope / steep) * (before[k] ?? 0), 0);
      rate = rate === undefined ? firstStep / steep : rate * (agreement < 0 ? shrink : grow);
      rate = Math.min(rate, maxStep / steep);
      before = slopes.map((slope) => slope / steep);
      return slopes.map((slope) => slope * (rate ?? 0));
    },
  };
};

/**
 * Optimises along the gradient, with steps in units of each parameter's width and within its limits.
 * @param objective - value and gradient at a point
 * @param adjustables - the parameters, where they start and their scales
 * @returns the best point seen at the last width factor
 * @throws E_PARAMETER for parameters without scale or outside their limits, E_NONFINITE naming the parameter, E_CANCELLED
 * carrying the best point, read by `bestOf`
 * @example
 * const bowl: Objective = async ({ x = 0 }) => ({ value: x * x, gradient: { x: 2 * x } });
 * await gradientDescent(bowl, [{ name: "x", value: 3, width: 1 }]);
 */
export const gradientDescent = (
  objective: Objective,
  adjustables: readonly Adjustable[],
  options: GradientDescentOptions = {},
): Promise<Outcome> => climb(objective, adjustables, steepest(options), options);
