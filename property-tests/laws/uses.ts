import type { Observable } from "rxjs";
import { checkGradients, isResult, lastOf, type Parameters, plainBindings } from "../../core/index.ts";
import { wholeBatch } from "../arbitraries/batches.ts";
import type { Pipeline, SeenEvent } from "../arbitraries/pipelines.ts";
import { numbersFrom, scalarOf, slopesFrom, streamOf } from "../evaluate.ts";
import type { Law } from "../law.ts";
import { contentsOf, type Emitted } from "../noisy-streams.ts";
import { parametersOf, type SampledUse, sampleFor } from "../operator-use.ts";
import { expectClose } from "./modes.ts";

/** One use of an operator in both of its flavours. */
export interface PairedUse {
  readonly name: string;
  readonly hard: SampledUse;
  readonly diff: SampledUse;
}

/** A use whose contents add up to the number of another pipeline. */
export interface ConservedUse {
  readonly use: SampledUse;
  readonly total: Pipeline;
}

const size = 300;
/** Sums of some hundred events, each with some hundred operations. */
const rounding = 1e-12;
const factors = [1, 1e-2, 1e-6, 0];

const eventsFor = (use: SampledUse, seed: number, nulls = false) =>
  streamOf([wholeBatch<SeenEvent>(sampleFor(use)(size, seed, nulls), size)]);

const scalarFor = async (use: SampledUse, seed: number, nulls = false): Promise<Observable<unknown>> => {
  const stream = use.pipeline(eventsFor(use, seed, nulls));
  const scalar = scalarOf(stream, await lastOf(stream, plainBindings));
  if (!scalar)
    throw new TypeError("derivatives are those of a number: let the pipeline end with a histogram or a scalar");
  return scalar;
};

const extentOf = (parameter: Parameters[string]): number =>
  (parameter.kind === "choice" ? parameter.width : parameter.sigma) || Math.max(1, Math.abs(parameter.value));

/** Steps so small that hardly an event has two of its thresholds meet within one. */
const stepsFor = (parameters: Parameters) =>
  Object.fromEntries(Object.entries(parameters).map(([name, parameter]) => [name, 2e-4 * extentOf(parameter)]));

const nameOf = ({ operator }: SampledUse): string => operator;

export const useModesLaw: Law<SampledUse> = {
  name: "modes of an operator",
  says: "forward, reverse and differences of a pipeline agree, and each derivative is the same asked alone",
  nameOf,
  check: async (use, { seed }) => {
    const parameters = parametersOf(use);
    const scalar = await scalarFor(use, seed);
    const forward = await slopesFrom(scalar, parameters, "forward");
    if (!forward.some((slope) => slope !== 0)) throw new Error("no parameter moves the result: this use tests nothing");
    expectClose("reverse", await slopesFrom(scalar, parameters, "reverse"), forward, rounding);
    for (const [k, [name, parameter]] of Object.entries(parameters).entries())
      for (const mode of ["forward", "reverse"] as const)
        expectClose(
          `${name} alone, ${mode}`,
          await slopesFrom(scalar, { [name]: parameter }, mode),
          [forward[k] ?? 0],
          rounding,
        );
    const { perParameter } = await checkGradients(scalar, parameters, { steps: stepsFor(parameters) });
    const differences = Object.values(perParameter).map(({ difference }) => difference);
    expectClose("differences", forward, differences, 1e-7);
  },
};

export const useFiniteLaw: Law<SampledUse> = {
  name: "finite derivatives of an operator",
  says: "derivatives are finite at every width, zero among them, also for missing values and NaN",
  nameOf,
  check: async (use, { seed }) => {
    const scalar = await scalarFor(use, seed, true);
    for (const widthFactor of factors)
      for (const mode of ["forward", "reverse"] as const) {
        const slopes = await slopesFrom(scalar, parametersOf(use), mode, widthFactor);
        if (!slopes.every(Number.isFinite)) throw new Error(`${mode}, widths x${widthFactor}: ${slopes.join(", ")}`);
      }
  },
};

/** Raw numbers of events are no expectations. */
const isCount = (name: string): boolean => /(^|\.)(entries|skipped)$/.test(name);

export const useLimitsLaw: Law<PairedUse> = {
  name: "limits of an operator",
  says: "as widths go to zero the differentiable flavour gives what the hard one gives",
  nameOf: ({ name }) => name,
  check: async ({ hard, diff }, { seed }) => {
    const contents = async (use: SampledUse, widthFactor: number) => {
      const numbers = await numbersFrom(use.pipeline(eventsFor(use, seed, true)), widthFactor);
      return numbers.filter(([name]) => !isCount(name)).map(([, x]) => x);
    };
    const exact = await contents(hard, 1);
    if (exact.length === 0) throw new Error("the pipeline emitted no number");
    for (const widthFactor of [1e-9, 0])
      expectClose(`at widths x${widthFactor}`, await contents(diff, widthFactor), exact, rounding);
  },
};

export const useConservationLaw: Law<ConservedUse> = {
  name: "conservation of an operator",
  says: "what a pipeline fills, underflow and overflow included, adds up to its total at every width",
  nameOf: ({ use }) => `${use.operator}, ${use.flavour}`,
  check: async ({ use, total }, { seed }) => {
    const events = eventsFor(use, seed);
    const sumAt = async (pipeline: Pipeline, widthFactor: number): Promise<number> => {
      const emitted = await lastOf(pipeline(events), { ...plainBindings, widthFactor });
      if (!isResult(emitted)) throw new TypeError("conservation is that of a result, a histogram or a scalar");
      return contentsOf(emitted as Emitted).reduce((s, x) => s + x, 0);
    };
    for (const widthFactor of use.flavour === "diff" ? factors : [1])
      expectClose(
        `at widths x${widthFactor}`,
        [await sumAt(use.pipeline, widthFactor)],
        [await sumAt(total, widthFactor)],
        rounding,
      );
  },
};
