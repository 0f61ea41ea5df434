import type { Observable, OperatorFunction } from "rxjs";
import { takeRecord } from "../../adapters/take-rows.ts";
import { type Batch, rowOf } from "../../core/columns/index.ts";
import { type Histogram, lastOf, plainBindings, type Scalar } from "../../core/index.ts";
import { count, filter, histogram, map, sum, weight } from "../../ops/diff.ts";
import { wholeBatch } from "../arbitraries/batches.ts";
import { recordOfShape } from "../arbitraries/columns.ts";
import { eventShape } from "../arbitraries/events.ts";
import { functionOf } from "../arbitraries/functions.ts";
import { type NoisyPipeline, type NoisyStep, noisyChoices, plainText } from "../arbitraries/noisy.ts";
import { normals, uniforms } from "../arbitraries/samples.ts";
import { streamOf } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { averageOver, noisyRun } from "../monte-carlo.ts";
import { type Settings, scaled } from "../settings.ts";

const eventCount = 24;
const drawsPerEvent = 4200;

/** Events near the cuts: each momentum within a few widths of them. */
export const eventsNearCuts = (seed: number): Batch => {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const near = (): number => 0.7 + normal();
  const events = Array.from({ length: eventCount }, (_, id) => ({
    id,
    met: near(),
    ht: near(),
    flag: uniform() < 0.5,
    muon: Array.from({ length: id % 4 }, () => ({ pt: near(), eta: near(), charge: 1, good: true })),
    jet: [],
  }));
  return wholeBatch(recordOfShape(eventShape, events), eventCount);
};

// biome-ignore lint/suspicious/noExplicitAny: the stages of a random pipeline pass events of any type
type Any = any;

const stages: Readonly<Record<NoisyStep["kind"], (f: Any, scope: Any) => OperatorFunction<Any, Any>>> = {
  filter: (f, scope) => filter(f, scope),
  map: (f, scope) => map(f, scope),
  weight: (f, scope) => weight(f, scope),
};

const sinkOf = ({ sink }: NoisyPipeline): OperatorFunction<Any, Histogram | Scalar> => {
  const f = functionOf(plainText(sink.body)) as (event: unknown, scope: object) => number;
  if (sink.kind === "count") return count();
  if (sink.kind === "sum") return sum(f, noisyChoices);
  const edges = (sink.edges ?? []).map((edge) => (typeof edge === "number" ? edge : noisyChoices[edge]));
  return histogram(f, noisyChoices, {
    edges,
    ...(sink.bandwidth === undefined ? {} : { bandwidth: sink.bandwidth }),
  });
};

/** The pipeline as a user writes it, in the differentiable flavour. */
export const relaxedOf = (pipeline: NoisyPipeline) => {
  const operators = pipeline.steps.map(({ kind, body }): OperatorFunction<Any, Any> => {
    const f = functionOf(plainText(body)) as (event: unknown, scope: object) => Any;
    return stages[kind](f, noisyChoices);
  });
  const sink = sinkOf(pipeline);
  return (batch: Batch): Observable<Histogram | Scalar> =>
    sink(operators.reduce((stream, operator) => operator(stream), streamOf([batch]) as Parameters<typeof sink>[0]));
};

const contentsOf = (result: Histogram | Scalar): readonly number[] =>
  result.kind === "scalar" ? [result.value] : [result.underflow, ...result.values, result.overflow];

/** Contents by bin and sums of squared weights by bin; those of the flow bins are not part of a result. */
const numbersOf = (result: Histogram | Scalar): readonly number[] =>
  result.kind === "scalar"
    ? [result.value, result.variance]
    : [...contentsOf(result), Number.NaN, ...result.variances, Number.NaN];

/** The chance of a false alarm of one pipeline: that of 4 standard errors. */
const alarm = 6.3e-5;

/**
 * By how much the mean of draws may differ from the expectation: Bernstein's inequality with the empirical variance, so
 * that no distribution is assumed; all comparisons of a pipeline share one chance of a false alarm.
 * @source Audibert, Munos, Szepesvari 2009, theorem 1
 */
const allowance = (variance: number, range: number, draws: number, comparisons: number): number => {
  const level = Math.log((3 * comparisons) / alarm);
  return Math.sqrt((2 * variance * level) / draws) + (3 * range * level) / draws;
};

/** An average over fewer draws, all others having no value, says nothing. */
const fewest = 200;

/** Every event by itself, and all of them together. */
interface Compared {
  readonly relaxed: readonly number[];
  readonly mean: readonly number[];
  readonly allowed: readonly number[];
}

const compare = async (pipeline: NoisyPipeline, settings: Settings, factors: readonly number[]) => {
  const events = eventsNearCuts(settings.seed);
  const [run, relaxed] = [noisyRun(pipeline), relaxedOf(pipeline)];
  const size = (pipeline.sink.edges?.length ?? 0) + 1;
  const draws = scaled(settings, drawsPerEvent);
  const comparisons = 2 * size * events.size;
  const found: Compared[][] = factors.map(() => []);
  for (let i = 0; i < events.size; i++) {
    const { mean, variance, range, counted } = averageOver(
      run,
      rowOf(events, i),
      size,
      draws,
      settings.seed + i,
      pipeline.guarded,
    );
    if (counted < fewest) continue;
    const allowed = variance.map((v) => allowance(v, range, counted, comparisons));
    const batch = wholeBatch(takeRecord(events.columns, Int32Array.of(i)), 1, i);
    for (const [k, widthFactor] of factors.entries()) {
      const result = await lastOf<Histogram | Scalar>(relaxed(batch), { ...plainBindings, widthFactor });
      found[k]?.push({ relaxed: numbersOf(result), mean, allowed });
    }
  }
  return found;
};

const disagreements = (compared: readonly Compared[]): readonly string[] =>
  compared.flatMap(({ relaxed, mean, allowed }, event) =>
    relaxed.flatMap((x, k) => {
      const [y = 0, e = 0] = [mean[k], allowed[k]];
      return Math.abs(x - y) > e ? [`event ${event}, number ${k}: relaxed ${x}, draws ${y} +- ${e}`] : [];
    }),
  );

export const expectationsLaw: Law<NoisyPipeline> = {
  name: "expectations",
  says: "a relaxed fill is the average of the hard one with noise inside, and with widths doubled it is not",
  nameOf: ({ name }) => name,
  check: async (pipeline, settings) => {
    const [right = [], doubled = []] = await compare(pipeline, settings, [1, 2]);
    const wrong = disagreements(right);
    if (wrong.length > 0) throw new Error([`${wrong.length} numbers disagree`, ...wrong.slice(0, 6)].join("\n"));
    const needsControl = pipeline.sink.bandwidth === undefined && !pipeline.isRandom;
    if (needsControl && disagreements(doubled).length === 0)
      throw new Error("the control with doubled widths agrees too: this pipeline tests nothing");
  },
};
