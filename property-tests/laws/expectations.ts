import { takeRecord } from "../../adapters/take-rows.ts";
import { rowOf } from "../../core/columns/index.ts";
import { lastOf, plainBindings } from "../../core/index.ts";
import * as diff from "../../ops/diff.ts";
import { wholeBatch } from "../arbitraries/batches.ts";
import { eventsNearCuts } from "../arbitraries/near-cuts.ts";
import { type NoisyPipeline, noisySize } from "../arbitraries/noisy.ts";
import type { Law } from "../law.ts";
import { averageOver, noisyRun } from "../monte-carlo.ts";
import { type Emitted, momentsOf, streamFrom } from "../noisy-streams.ts";
import { type Settings, scaled } from "../settings.ts";

const drawsPerEvent = 4200;

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

/** One event by itself. */
interface Compared {
  readonly relaxed: readonly number[];
  readonly mean: readonly number[];
  readonly allowed: readonly number[];
}

const compare = async (pipeline: NoisyPipeline, settings: Settings, factors: readonly number[]) => {
  const events = eventsNearCuts(settings.seed);
  const run = noisyRun(pipeline);
  const relaxed = factors.map((widthFactor) => streamFrom(pipeline, diff, widthFactor));
  const size = noisySize(pipeline.sink);
  const draws = scaled(settings, drawsPerEvent);
  const comparisons = 2 * size * events.size;
  const found: Compared[][] = factors.map(() => []);
  for (let i = 0; i < events.size; i++) {
    const { mean, variance, range } = averageOver(run, rowOf(events, i), size, draws, settings.seed + i);
    const allowed = variance.map((v) => allowance(v, range, draws, comparisons));
    const batch = wholeBatch(takeRecord(events.columns, Int32Array.of(i)), 1, i);
    for (const [k, widthFactor] of factors.entries()) {
      const stream = relaxed[k]?.([batch]);
      const result = stream && (await lastOf<Emitted>(stream, { ...plainBindings, widthFactor }));
      if (result) found[k]?.push({ relaxed: momentsOf(result), mean, allowed });
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
    const { bandwidth, axes = [] } = pipeline.sink;
    const isStated = [bandwidth, ...axes.map((axis) => axis.bandwidth)].some((width) => width !== undefined);
    const needsControl = !isStated && !pipeline.isRandom;
    if (needsControl && disagreements(doubled).length === 0)
      throw new Error("the control with doubled widths agrees too: this pipeline tests nothing");
  },
};
