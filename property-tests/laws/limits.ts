import type { Batch } from "../../core/columns/index.ts";
import { lastOf, plainBindings } from "../../core/index.ts";
import * as diff from "../../ops/diff.ts";
import * as hard from "../../ops/hard.ts";
import { eventsNearCuts, eventsOnCuts } from "../arbitraries/near-cuts.ts";
import { type NoisyPipeline, noisyChoices } from "../arbitraries/noisy.ts";
import { slopesFrom } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { contentsOf, type Emitted, momentsOf, streamFrom } from "../noisy-streams.ts";
import { expectClose, scalarFrom } from "./modes.ts";

const withoutFlow = (moments: readonly number[]): readonly number[] => moments.filter((x) => !Number.isNaN(x));

/** Outcomes are added up one after the other, so that sums round differently. */
const rounding = 1e-13;
const factors = [1, 1e-2, 1e-6, 0];

/** Some events and the widths at which a relaxed fill of them must be the hard one. */
type Limit = (seed: number) => readonly (readonly [Batch, number])[];

const limits = (name: string, says: string, limit: Limit): Law<NoisyPipeline> => ({
  name,
  says,
  nameOf: (pipeline) => pipeline.name,
  check: async (pipeline, { seed }) => {
    for (const [events, widthFactor] of limit(seed)) {
      const exact = await lastOf<Emitted>(streamFrom(pipeline, hard)([events]), plainBindings);
      const relaxed = await lastOf<Emitted>(streamFrom(pipeline, diff, widthFactor)([events]), {
        ...plainBindings,
        widthFactor,
      });
      expectClose(
        `at widths x${widthFactor}`,
        withoutFlow(momentsOf(relaxed)),
        withoutFlow(momentsOf(exact)),
        rounding,
      );
    }
  },
});

export const limitsLaw = limits("limits", "as widths go to zero a relaxed fill becomes the hard one", (seed) => [
  [eventsNearCuts(seed), 1e-6],
  [eventsNearCuts(seed), 0],
]);

export const tiesLaw = limits(
  "values on cuts",
  "at width zero a relaxed fill is the hard one also for values on the cuts, missing or NaN",
  (seed) => [[eventsOnCuts(seed), 0]],
);

export const infiniteLaw = limits("infinite values", "infinite values fill the same bins relaxed and hard", (seed) => [
  [eventsOnCuts(seed, true), 0],
  [eventsOnCuts(seed, true), 1e-6],
]);

export const finiteLaw: Law<NoisyPipeline> = {
  name: "finite derivatives",
  says: "derivatives are finite at every width, zero among them, also for values on the cuts, missing or NaN",
  nameOf: ({ name }) => name,
  check: async (pipeline, { seed }) => {
    for (const events of [eventsNearCuts(seed), eventsOnCuts(seed)])
      for (const widthFactor of factors)
        for (const mode of ["forward", "reverse"] as const) {
          const scalar = scalarFrom(pipeline, streamFrom(pipeline, diff)([events]));
          const slopes = await slopesFrom(scalar, noisyChoices, mode, widthFactor);
          if (!slopes.every(Number.isFinite)) throw new Error(`${mode}, widths x${widthFactor}: ${slopes.join(", ")}`);
        }
  },
};

/** The same pipeline with its events counted. */
const counted = (pipeline: NoisyPipeline): NoisyPipeline => ({ ...pipeline, sink: { kind: "count", body: "0" } });

/** True where each event that passes fills one entry. */
export const fillsOnce = ({ sink, guarded }: NoisyPipeline): boolean =>
  (sink.kind === "histogram" || sink.kind === "grid") && !sink.body.includes("muon") && !guarded;

export const conservationLaw: Law<NoisyPipeline> = {
  name: "conservation",
  says: "the bins of a relaxed histogram, with underflow and overflow, add up to the relaxed count",
  nameOf: ({ name }) => name,
  check: async (pipeline, { seed }) => {
    const events = eventsNearCuts(seed);
    for (const widthFactor of factors) {
      const bindings = { ...plainBindings, widthFactor };
      const filled = contentsOf(await lastOf<Emitted>(streamFrom(pipeline, diff)([events]), bindings));
      const count = contentsOf(await lastOf<Emitted>(streamFrom(counted(pipeline), diff)([events]), bindings));
      expectClose(`at widths x${widthFactor}`, [filled.reduce((s, x) => s + x, 0)], count, rounding);
    }
  },
};
