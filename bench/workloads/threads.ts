import { type WorkerPool, workers } from "jagrad/adapters/workers";
import { valueAndGradient } from "jagrad/core";
import { spreadOf } from "../columns/clock.ts";
import type { Numbers } from "./contest.ts";
import type { Pipeline } from "./lanes.ts";
import type { Options } from "./options.ts";
import { type Section, shownNumber } from "./section.ts";
import { flatEvents } from "./w1-events.ts";
import { w1Pipeline } from "./w1-pipeline.ts";
import { w2Pipeline } from "./w2.ts";
import { muonEvents } from "./w2-events.ts";

const pipelines: Readonly<Record<string, (events: number) => Pipeline>> = {
  W1: (events) => w1Pipeline(flatEvents(events), events),
  W2: (events) => w2Pipeline(muonEvents(events), events),
};

/**
 * Wall times [ns per event] of this thread alone, and with one and two workers beside it, in turn.
 * @throws where a result is not the same to the last bit
 */
const wallTimes = async (
  { stream, parameters }: Pipeline,
  pools: readonly WorkerPool[],
  events: number,
  rounds: number,
) => {
  const given = [{ lane: "wasm" } as const, ...pools.map((workers) => ({ workers }))];
  const times: number[][] = given.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    const results: Numbers[] = [];
    for (const [k, options] of given.entries()) {
      const began = performance.now();
      const { value, gradient } = await valueAndGradient(stream, parameters, options);
      if (round > 0) times[k]?.push(((performance.now() - began) * 1e6) / events);
      results.push([value, ...Object.values(gradient)]);
    }
    const [first = [], ...others] = results;
    if (others.some((other) => other.some((number, k) => !Object.is(number, first[k]))))
      throw new Error(`results differ with the number of workers: ${JSON.stringify(results)}`);
  }
  const [alone = [], ...others] = times;
  const faster = others.map((walls) => spreadOf(alone.map((wall, k) => wall / (walls[k] ?? Number.NaN))).median);
  return { walls: times.map((wall) => spreadOf(wall).median), faster };
};

/** This thread alone against one and two workers beside it. */
export const threads = async ({ events = 3_276_800, rounds }: Options): Promise<Section> => {
  await using one = await workers(1);
  await using two = await workers(2);
  const measured: (readonly [name: string, walls: readonly number[], faster: readonly number[]])[] = [];
  for (const [name, pipeline] of Object.entries(pipelines)) {
    const { walls, faster } = await wallTimes(pipeline(events), [one, two], events, rounds);
    measured.push([name, walls, faster]);
  }
  return {
    name: "threads",
    what: `gradients of ${events} events by this thread alone and with workers beside it, wall time in ns/event, which wants a quiet machine; the same results to the last bit`,
    heading: ["", "alone", "one worker", "two workers", "one is faster by", "two are faster by"],
    lines: measured.map(([name, walls, faster]) => [name, ...[...walls, ...faster].map(shownNumber)]),
    json: Object.fromEntries(
      measured.map(([name, [alone, one, two], [fasterWithOne, fasterWithTwo]]) => [
        name,
        { alone, one, two, fasterWithOne, fasterWithTwo },
      ]),
    ),
  };
};
