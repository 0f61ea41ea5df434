import type { Adjustable } from "./adjustable.ts";
import { finiteValue } from "./finite.ts";
import { logOf, type SearchOptions } from "./log.ts";
import { type ValueObjective, withSignal } from "./objective.ts";
import type { Outcome } from "./outcome.ts";
import { along, centroid, ranked, simplexAt, type Vertex } from "./simplex.ts";
import { distance, type Space, spaceOf } from "./space.ts";

export interface NelderMeadOptions extends SearchOptions {
  /** largest number of evaluations, 200 for each parameter by default */
  readonly maxEvaluations?: number | undefined;
  /** converged when all places of the simplex lie within so many widths of the best, 1e-3 by default */
  readonly tolerance?: number | undefined;
  /** edge of the first simplex [widths], 1 by default */
  readonly size?: number | undefined;
  /** fresh simplices about the best place after the first has converged, 1 by default */
  readonly restarts?: number | undefined;
  /** width of parameters that state neither a width nor two finite limits */
  readonly unit?: number | undefined;
}

type Evaluate = (place: readonly number[]) => Promise<Vertex>;

const shrunk = async (evaluate: Evaluate, [best, ...others]: readonly Vertex[]): Promise<readonly Vertex[]> => {
  if (!best) return others;
  const vertices = [best];
  for (const { place } of others) vertices.push(await evaluate(along(best.place, place, 0.5)));
  return vertices;
};

/** One round: reflect the worst place, then expand, contract or shrink. */
const improve = async (evaluate: Evaluate, vertices: readonly Vertex[]): Promise<readonly Vertex[]> => {
  const [best, worst, second] = [vertices[0], vertices.at(-1), vertices.at(-2)];
  if (!best || !worst || !second) return vertices;
  const others = vertices.slice(0, -1);
  const centre = centroid(others);
  const reflected = await evaluate(along(centre, worst.place, -1));
  if (reflected.cost < best.cost) {
    const expanded = await evaluate(along(centre, worst.place, -2));
    return [...others, expanded.cost < reflected.cost ? expanded : reflected];
  }
  if (reflected.cost < second.cost) return [...others, reflected];
  const outside = reflected.cost < worst.cost;
  const contracted = await evaluate(along(centre, worst.place, outside ? -0.5 : 0.5));
  if (contracted.cost < Math.min(reflected.cost, worst.cost)) return [...others, contracted];
  return shrunk(evaluate, vertices);
};

const sizeOf = (space: Space, [best, ...others]: readonly Vertex[]): number =>
  best ? Math.max(...others.map(({ place }) => distance(space, best.place, place))) : 0;

/**
 * Optimises without derivatives by moving a simplex; places beyond a limit are drawn back onto it.
 * @param f - the value at a point
 * @param adjustables - the parameters, where they start and their scales
 * @returns the best point that was evaluated
 * @throws E_PARAMETER for parameters without scale or outside their limits, E_NONFINITE with the point, E_CANCELLED
 * carrying the best point, read by `bestOf`
 * @source J. A. Nelder and R. Mead, Computer Journal 7 (1965) 308
 * @example
 * await nelderMead(({ x = 0, y = 0 }) => x ** 2 + y ** 2, [
 *   { name: "x", value: 3, width: 1 },
 *   { name: "y", value: 1, limits: [0, 5] },
 * ]);
 */
export const nelderMead = async (
  f: ValueObjective,
  adjustables: readonly Adjustable[],
  options: NelderMeadOptions = {},
): Promise<Outcome> => {
  const { sense = "minimise", tolerance = 1e-3, size = 1, restarts = 1, signal } = options;
  const { maxEvaluations = 200 * adjustables.length } = options;
  const space = spaceOf(adjustables, options.unit);
  const sign = sense === "maximise" ? -1 : 1;
  const log = logOf(options);
  const evaluate: Evaluate = async (wanted) => {
    const place = space.project(wanted);
    const point = space.point(place);
    const value = finiteValue(await log.ask(() => f(point, withSignal(signal))), point);
    return { place, cost: sign * value };
  };
  let centre = space.start;
  for (let round = 0; round <= restarts; round++) {
    let vertices: readonly Vertex[] = [];
    for (const place of simplexAt(space, centre, size)) vertices = ranked([...vertices, await evaluate(place)]);
    for (let edge = sizeOf(space, vertices); ; edge = sizeOf(space, vertices)) {
      const [best] = vertices;
      if (!best) break;
      centre = best.place;
      await log.add({ parameters: space.point(centre), value: sign * best.cost, move: edge, widthFactor: 1 });
      if (edge < tolerance) break;
      if (log.evaluations() >= maxEvaluations) return log.finish("steps used up");
      vertices = ranked(await improve(evaluate, vertices));
    }
  }
  return log.finish("converged");
};
