import type { Observable } from "rxjs";
import { interpreterLane } from "../../core/backends/index.ts";
import { schemaOf } from "../../core/columns/index.ts";
import { checkGradients, type Grid, type Histogram, lastOf, plainBindings } from "../../core/index.ts";
import * as diff from "../../ops/diff.ts";
import { eventsNearCuts } from "../arbitraries/near-cuts.ts";
import { type ChoiceName, type NoisyPipeline, noisyChoices } from "../arbitraries/noisy.ts";
import { numberOfGrid, numberOfHistogram, slopesFrom } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { contentsOf, type Emitted, streamFrom } from "../noisy-streams.ts";
import { relaxedByInterpreter } from "../relaxed-by-interpreter.ts";

const names = Object.keys(noisyChoices) as readonly ChoiceName[];

/** Rounding of sums of a few dozen events, each with some hundred operations. */
const rounding = 1e-12;

/** @throws where two numbers differ by more than the rounding of a sum of their size */
export const expectClose = (name: string, found: readonly number[], wanted: readonly number[], tolerance: number) => {
  if (found.length !== wanted.length) throw new Error(`${name}: ${found.length} numbers for ${wanted.length}`);
  const size = 1 + Math.max(0, ...wanted.map(Math.abs));
  wanted.forEach((y, i) => {
    const x = found[i] ?? Number.NaN;
    if (x !== y && !(Math.abs(x - y) <= tolerance * size)) throw new Error(`${name}[${i}] is ${x}, not ${y}`);
  });
};

/** A scalar that depends on all that a pipeline emits. */
export const scalarFrom = ({ sink }: NoisyPipeline, stream: Observable<unknown>): Observable<unknown> => {
  if (sink.kind === "grid") return numberOfGrid(stream as Observable<Grid>);
  return sink.kind === "histogram" ? numberOfHistogram(stream as Observable<Histogram>) : stream;
};

export const modesLaw: Law<NoisyPipeline> = {
  name: "modes",
  says: "forward, reverse, differences and the unfused interpreter agree, and each derivative is the same asked alone",
  nameOf: ({ name }) => name,
  check: async (pipeline, settings) => {
    const events = eventsNearCuts(settings.seed);
    const stream = streamFrom(pipeline, diff)([events]);
    const scalar = scalarFrom(pipeline, stream);
    const forward = await slopesFrom(scalar, noisyChoices, "forward");
    expectClose("reverse", await slopesFrom(scalar, noisyChoices, "reverse"), forward, rounding);
    for (const [k, name] of names.entries())
      for (const mode of ["forward", "reverse"] as const)
        expectClose(
          `${name} alone`,
          await slopesFrom(scalar, { [name]: noisyChoices[name] }, mode),
          [forward[k] ?? 0],
          rounding,
        );
    const { perParameter } = await checkGradients(scalar, noisyChoices, { steps });
    const differences = names.map((name) => perParameter[name].difference);
    expectClose("differences", forward, differences, 1e-8);
    const result = await lastOf<Emitted>(stream, plainBindings);
    const interpreted = relaxedByInterpreter(pipeline, schemaOf(events.columns), events, interpreterLane);
    expectClose("interpreter", contentsOf(result), interpreted, rounding);
  },
};

/** A small part of each width, so that hardly an event has two of its thresholds meet within a step. */
const steps = Object.fromEntries(names.map((name) => [name, 0.0002 * (noisyChoices[name].width ?? 1)]));
