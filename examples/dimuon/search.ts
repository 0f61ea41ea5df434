import { bindingsOf, lastOf, valueAndGradient } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import { type Adjustable, adam, gradientDescent, type Objective } from "jagrad/plugins/optimizers";
import type { Analysis, Point, Regions } from "./analysis.ts";

/** Where a search ended. */
export interface Found {
  readonly at: Point;
  /** The factor on all widths there. */
  readonly widthFactor: number;
  /** The smoothed figure of merit there. */
  readonly value: number;
  readonly steps: number;
}

type OnStep = (step: number, value: number) => void;

const mostSteps = { far: 30, near: 40 } as const;

/** Most steps that a search takes. */
export const longest = mostSteps.far + mostSteps.near;

/** Fewest events that lie within so many widths of a threshold: those that a step of this size moves across it. */
const fewestNear = async <R extends Regions>(
  { regions, parameters, counted }: Analysis<R>,
  widthFactor: number,
  at: Point,
): Promise<number> => {
  let fewest = Number.POSITIVE_INFINITY;
  for (const parameter of Object.values(parameters)) {
    const step = (parameter.width ?? 0) * widthFactor;
    const meaning = { kind: "contrast", parameter, step } as const;
    const moved = await lastOf<R>(regions(diff, "even"), { ...bindingsOf(parameters, { at }), meaning });
    fewest = Math.min(
      fewest,
      counted.reduce((sum, region) => sum + (moved[region]?.entries ?? 0), 0),
    );
  }
  return fewest;
};

/** Climbs to the best figure of merit on the even events: far with wide smoothing, then near with widths that fall. */
export const search = async <R extends Regions>(
  analysis: Analysis<R>,
  start: Point,
  onStep: OnStep = () => undefined,
): Promise<Found> => {
  const { parameters, regions, figure, floor, widest } = analysis;
  const merit = regions(diff, "even").pipe(figure);
  const objective: Objective = (at, { widthFactor }) => valueAndGradient(merit, parameters, { at, widthFactor });
  const from = (point: Point): readonly Adjustable[] =>
    Object.entries(parameters).map(([name, { value, width = 0, limits }]) => ({
      name,
      value: point[name] ?? value,
      width: width * widest,
      limits,
    }));
  let steps = 0;
  const common = {
    sense: "maximise",
    onStep: ({ value }: { readonly value: number }) => onStep(++steps, value),
  } as const;
  const far = await adam(objective, from(start), {
    ...common,
    maxSteps: mostSteps.far,
    rate: 0.4,
    decay: 0.1,
    anneal: { from: widest, to: widest },
  });
  const {
    parameters: at,
    value,
    history,
  } = await gradientDescent(objective, from(far.parameters), {
    ...common,
    maxSteps: mostSteps.near,
    anneal: {
      from: widest,
      to: 1,
      steps: 15,
      floorReached: async (widthFactor, at) => (await fewestNear(analysis, widthFactor, at)) < floor,
    },
  });
  return { at: { ...at }, widthFactor: history.at(-1)?.widthFactor ?? 1, value, steps };
};
