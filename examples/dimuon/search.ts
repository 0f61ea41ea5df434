import { bindingsOf, lastOf, parameter, type Scalar, valueAndGradient } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import { adam, gradientDescent, type Objective } from "jagrad/plugins/optimizers";
import type { Analysis, Point, Regions } from "./analysis.ts";

export interface Found {
  readonly at: Point;
  /** The factor on all widths at which the search ended. */
  readonly widthFactor: number;
  /** The smoothed figure of merit there. */
  readonly value: number;
  readonly steps: number;
}

export interface SearchOptions {
  readonly maxSteps: number;
  readonly onStep?: (step: number, value: number) => void;
}

/** Fewest events within one width of a threshold. */
const nearest = async <R extends Regions>({ near, parameters }: Analysis<R>) => {
  const reach = parameter("reach", 1);
  const stream = near(reach);
  return async (widthFactor: number, at: Point): Promise<number> => {
    const seen = await lastOf<Readonly<Record<string, Scalar>>>(
      stream,
      bindingsOf({ ...parameters, reach }, { at: { ...at, reach: widthFactor } }),
    );
    return Math.min(...Object.values(seen).map(({ value }) => value));
  };
};

/** Climbs to the best figure of merit on the even events: far with wide smoothing, then near with widths that fall. */
export const search = async <R extends Regions>(
  analysis: Analysis<R>,
  start: Point,
  { maxSteps, onStep }: SearchOptions,
): Promise<Found> => {
  const { parameters, regions, figure, floor } = analysis;
  const merit = regions(diff, "even").pipe(figure);
  const count = await nearest(analysis);
  let steps = 0;
  const common = {
    sense: "maximise",
    maxSteps: maxSteps / 2,
    onStep: ({ value }: { value: number }) => onStep?.(++steps, value),
  } as const;
  const objective: Objective = (at, { widthFactor }) => valueAndGradient(merit, parameters, { at, widthFactor });
  const from = (point: Point) =>
    Object.entries(parameters).map(([name, { value, width, limits }]) => ({
      name,
      value: point[name] ?? value,
      width,
      limits,
    }));
  const far = await adam(objective, from(start), { ...common, rate: 1, decay: 0.1, anneal: { from: 3, to: 3 } });
  const near = await gradientDescent(objective, from(far.parameters), {
    ...common,
    anneal: { from: 3, to: 1, floorReached: async (widthFactor, at) => (await count(widthFactor, at)) < floor },
  });
  return {
    at: { ...near.parameters },
    widthFactor: near.history.at(-1)?.widthFactor ?? 1,
    value: near.value,
    steps,
  };
};
