import type { Adjustable } from "./adjustable.ts";
import { type Anneal, scheduleOf } from "./annealing.ts";
import { finiteSlopes, finiteValue } from "./finite.ts";
import { logOf, type SearchOptions } from "./log.ts";
import { type Objective, withSignal } from "./objective.ts";
import type { Outcome } from "./outcome.ts";
import { distance, type Space, spaceOf } from "./space.ts";

/** What searches along derivatives share. */
export interface ClimbOptions extends SearchOptions {
  /** largest number of steps, 200 by default */
  readonly maxSteps?: number | undefined;
  /** converged when the largest step stays below so many widths, 1e-3 by default ... */
  readonly tolerance?: number | undefined;
  /** ... for so many steps in a row, 3 by default, at the last width factor */
  readonly patience?: number | undefined;
  /** width of parameters that state neither a width nor two finite limits */
  readonly unit?: number | undefined;
  readonly anneal?: Anneal | undefined;
}

/** How a search turns slopes into steps; it may remember. */
export interface Rule {
  /** steps in widths, from slopes per width that point to better values */
  next(slopes: readonly number[]): readonly number[];
  /** a limit stopped parameter `k` */
  stopped?(k: number): void;
}

export const defaultMaxSteps = 200;

/** Slopes per width, towards better values; 0 where they push against a limit. */
const freeSlopes = (
  space: Space,
  place: readonly number[],
  slopes: readonly number[],
  sign: number,
): readonly number[] =>
  slopes.map((slope, k) => {
    const towards = sign * slope * (space.widths[k] ?? 1);
    return towards * space.wall(place, k) > 0 ? 0 : towards;
  });

/** The search that gradient descent and Adam share: evaluate, step, stay within the limits, until steps are small. */
export const climb = async (
  objective: Objective,
  adjustables: readonly Adjustable[],
  rule: Rule,
  options: ClimbOptions,
): Promise<Outcome> => {
  const { sense = "minimise", maxSteps = defaultMaxSteps, tolerance = 1e-3, patience = 3, signal } = options;
  const space = spaceOf(adjustables, options.unit);
  const schedule = scheduleOf(options.anneal, maxSteps);
  const log = logOf(options);
  let place = space.start;
  let calm = 0;
  for (let step = 0; step < maxSteps; step++) {
    const parameters = space.point(place);
    const widthFactor = await schedule.next(step, parameters);
    const result = await log.ask(() => objective(parameters, { widthFactor, ...withSignal(signal) }));
    const value = finiteValue(result.value, parameters);
    const slopes = finiteSlopes(result.gradient, space.names, parameters);
    const steps = rule.next(freeSlopes(space, place, slopes, sense === "maximise" ? 1 : -1));
    const wanted = place.map((x, k) => x + (steps[k] ?? 0) * (space.widths[k] ?? 1));
    const reached = space.project(wanted);
    reached.forEach((x, k) => {
      if (x !== wanted[k]) rule.stopped?.(k);
    });
    const move = distance(space, place, reached);
    await log.add({ parameters, value, move, widthFactor });
    calm = move < tolerance && schedule.settled() ? calm + 1 : 0;
    if (calm >= patience) return log.finish("converged");
    place = reached;
  }
  return log.finish("steps used up");
};
