import { hardLane } from "../backends/index.ts";
import { constant } from "../program/index.ts";
import { insideOf, plan } from "../transforms/index.ts";
import type { Flavour } from "./compiled.ts";
import { bindingsOf, type GradientOptions, type Parameters } from "./gradient.ts";
import { isResult } from "./results.ts";
import { runner } from "./runner.ts";
import { lastOf, type Subscribable } from "./stream.ts";

/** The meaning in which a pipeline counts the events that its widths rest on. */
export const insideFlavour: Flavour = {
  name: "hard",
  compile: ({ b, fills }) => {
    const outputs = fills.flatMap((fill) => [
      constant(0),
      constant(0),
      insideOf(b, fill) ?? constant(Number.POSITIVE_INFINITY),
      constant(0),
    ]);
    const run = runner(plan(b.program(outputs)), hardLane);
    return { value: () => run, treatments: [], gradients: undefined };
  },
};

const entriesIn = (emitted: unknown): readonly number[] => {
  if (isResult(emitted)) return [emitted.entries];
  return typeof emitted === "object" && emitted !== null ? Object.values(emitted).flatMap(entriesIn) : [];
};

/**
 * How many raw events lie inside one width of an active threshold, where they are fewest: an optimiser that narrows its
 * widths stops when they become too few to tell a slope.
 * @param stream - a differentiable pipeline that emits a result or an object of results
 * @returns the count; infinite without active thresholds
 */
export const eventsInside = async <P extends Parameters>(
  stream: Subscribable<unknown>,
  parameters: P,
  options: GradientOptions<P> = {},
): Promise<number> => {
  const emitted = await lastOf(
    stream,
    bindingsOf(parameters, { ...options, meaning: { kind: "inside" } }),
    options.signal,
  );
  return Math.min(...entriesIn(emitted), Number.POSITIVE_INFINITY);
};
