import { bindingsOf, lastOf, type Scalar } from "jagrad/core";
import * as hard from "jagrad/ops/hard";
import type { Analysis, Half, Point, Regions, Yields } from "./analysis.ts";

/** What the hard analysis finds at a point. */
export interface Judgement extends Yields {
  readonly significance: number;
}

/** The hard analysis at a point. */
export const judge = async <R extends Regions>(
  { parameters, regions, figure, yields }: Analysis<R>,
  half: Half,
  at: Point,
): Promise<Judgement> => {
  const bindings = bindingsOf(parameters, { at });
  const stream = regions(hard, half);
  const { value } = await lastOf<Scalar>(stream.pipe(figure), bindings);
  return { significance: value, ...yields(await lastOf<R>(stream, bindings)) };
};
