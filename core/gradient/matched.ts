import { smoothLane } from "../backends/index.ts";
import { constant } from "../program/index.ts";
import { matchedEvents, plan } from "../transforms/index.ts";
import { plainBindings } from "./bindings.ts";
import type { Flavour } from "./compiled.ts";
import { isResult } from "./results.ts";
import { runner } from "./runner.ts";
import { lastOf, type Subscribable } from "./stream.ts";

/** The meaning in which a pipeline counts the events whose sums are matched by moments. */
export const matchedFlavour: Flavour = {
  name: "hard",
  compile: ({ b, fills }) => {
    const none = constant(0);
    const outputs = fills.flatMap((fill) => [none, none, matchedEvents(b, fill), none]);
    const run = runner(plan(b.program(outputs)), smoothLane);
    return { value: () => run, treatments: [], gradients: undefined };
  },
};

const entriesIn = (emitted: unknown): readonly number[] => {
  if (isResult(emitted)) return [emitted.entries];
  return typeof emitted === "object" && emitted !== null ? Object.values(emitted).flatMap(entriesIn) : [];
};

/** In how many events the sums of a stream are matched by moments; of several fills, all together. */
export const eventsMatched = async (stream: Subscribable<unknown>, signal?: AbortSignal): Promise<number> => {
  const emitted = await lastOf(stream, { ...plainBindings, mode: "value", meaning: { kind: "matched" } }, signal);
  return entriesIn(emitted).reduce((sum, n) => sum + n, 0);
};
