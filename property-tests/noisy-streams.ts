import type { Observable, OperatorFunction } from "rxjs";
import type { Batch } from "../core/columns/index.ts";
import type { Grid, Histogram, Scalar } from "../core/index.ts";
import { functionOf } from "./arbitraries/functions.ts";
import { type NoisyPipeline, type NoisyStep, noisyEdges, noisyScope, plainText } from "./arbitraries/noisy.ts";
import type { Operators } from "./arbitraries/pipelines.ts";
import { streamOf } from "./evaluate.ts";

// biome-ignore lint/suspicious/noExplicitAny: the stages of a pipeline made of texts pass events of any type
type Any = any;

export type Emitted = Histogram | Grid | Scalar;

type Handed = ReturnType<typeof noisyScope>;

const stageOf = (
  { filter, map, weight }: Operators,
  { kind, body }: NoisyStep,
  scope: Handed,
): OperatorFunction<Any, Any> => {
  const f: Any = functionOf(plainText(body));
  if (kind === "filter") return filter(f, scope);
  return kind === "map" ? map(f, scope) : weight(f, scope);
};

const sinkOf = (
  { count, sum, histogram }: Operators,
  { sink }: NoisyPipeline,
  scope: Handed,
): OperatorFunction<Any, Emitted> => {
  const f = functionOf(plainText(sink.body)) as Any;
  if (sink.kind === "count") return count();
  if (sink.kind === "sum") return sum(f, scope);
  const { axes = [] } = sink;
  if (sink.kind === "grid") {
    const bandwidth = axes.map((axis) => axis.bandwidth);
    return histogram(f, scope, { edges: axes.map(({ edges }) => noisyEdges(edges)), bandwidth });
  }
  return histogram(f, scope, {
    edges: noisyEdges(sink.edges),
    ...(sink.bandwidth === undefined ? {} : { bandwidth: sink.bandwidth }),
  });
};

/**
 * The pipeline as a user writes it, with the operators of a flavour, over some batches.
 * @param widthFactor - multiplies the noise that is stated in lambdas
 */
export const streamFrom = (
  pipeline: NoisyPipeline,
  operators: Operators,
  widthFactor = 1,
): ((batches: readonly Batch[]) => Observable<Emitted>) => {
  const scope = noisyScope(widthFactor);
  const stages = pipeline.steps.map((step) => stageOf(operators, step, scope));
  const sink = sinkOf(operators, pipeline, scope);
  return (batches) => sink(stages.reduce<Observable<Any>>((stream, stage) => stage(stream), streamOf(batches)));
};

/** Contents of all bins, and what lies outside. */
export const contentsOf = (result: Emitted): readonly number[] => {
  if (result.kind === "scalar") return [result.value];
  if (result.kind === "grid") return [result.outside, ...result.values];
  return [result.underflow, ...result.values, result.overflow];
};

/** Contents by bin, then sums of squared weights by bin; NaN for those outside, which no result has. */
export const momentsOf = (result: Emitted): readonly number[] => {
  if (result.kind === "scalar") return [result.value, result.variance];
  const after = result.kind === "grid" ? [] : [Number.NaN];
  return [...contentsOf(result), Number.NaN, ...result.variances, ...after];
};
