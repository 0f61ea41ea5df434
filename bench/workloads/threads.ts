import { type WorkerPool, workers } from "jagrad/adapters/workers";
import { spreadOf } from "../columns/clock.ts";
import { apart, gradientOf } from "./apart.ts";
import type { Numbers } from "./contest.ts";
import type { Options } from "./options.ts";
import { type Section, shownNumber } from "./section.ts";
import { type Threaded, threadPipelines } from "./thread-pipelines.ts";

const ways = ["alone", "apart", "one", "two"] as const;
type Way = (typeof ways)[number];

const checkSame = (results: readonly Numbers[]): void => {
  const [first = []] = results;
  if (results.some((other) => other.length !== first.length || other.some((x, k) => !Object.is(x, first[k]))))
    throw new Error(`results differ with the thread or the number of workers: ${JSON.stringify(results)}`);
};

/**
 * Wall times [ns per event] of this thread alone, of two threads that have half of the events each and share nothing, and
 * of this thread with workers beside it, in turn.
 * @throws where a result is not the same to the last bit
 */
const wallTimes = async (
  name: Threaded,
  [one, two]: readonly [WorkerPool, WorkerPool],
  events: number,
  rounds: number,
): Promise<Readonly<Record<Way, readonly number[]>>> => {
  const [whole, half] = [threadPipelines[name](events), threadPipelines[name](Math.ceil(events / 2))];
  await using other = await apart({ name, events: Math.ceil(events / 2) });
  const runs: Readonly<Record<Way, () => Promise<Numbers>>> = {
    alone: () => gradientOf(whole, { lane: "wasm" }),
    apart: async () => {
      const there = other.gradient();
      const here = await gradientOf(half, { lane: "wasm" });
      checkSame([here, await there]);
      return here;
    },
    one: () => gradientOf(whole, { workers: one }),
    two: () => gradientOf(whole, { workers: two }),
  };
  const times: Readonly<Record<Way, number[]>> = { alone: [], apart: [], one: [], two: [] };
  for (let round = 0; round <= rounds; round++) {
    const results: Numbers[] = [];
    for (const way of ways) {
      const began = performance.now();
      const numbers = await runs[way]();
      if (round > 0) times[way].push(((performance.now() - began) * 1e6) / events);
      if (way !== "apart") results.push(numbers);
    }
    checkSame(results);
  }
  return times;
};

const medianOf = (values: readonly number[]): number => spreadOf(values).median;

/** The medians of ratios within rounds. */
const over = (above: readonly number[], below: readonly number[]): number =>
  medianOf(above.map((wall, k) => wall / (below[k] ?? Number.NaN)));

const summary = ({ alone, apart, one, two }: Readonly<Record<Way, readonly number[]>>) => ({
  alone: medianOf(alone),
  apart: medianOf(apart),
  one: medianOf(one),
  two: medianOf(two),
  fasterApart: over(alone, apart),
  fasterWithOne: over(alone, one),
  fasterWithTwo: over(alone, two),
  oneOfApart: over(apart, one),
  twoOfApart: over(apart, two),
});

const headings: Readonly<Record<keyof ReturnType<typeof summary>, string>> = {
  alone: "alone",
  apart: "halves apart",
  one: "one worker",
  two: "two workers",
  fasterApart: "halves apart are faster by",
  fasterWithOne: "one worker by",
  fasterWithTwo: "two by",
  oneOfApart: "halves apart over one worker",
  twoOfApart: "over two",
};

/** This thread alone against one and two workers beside it, and against what two threads could do at best. */
export const threads = async ({ events = 3_276_800, rounds }: Options): Promise<Section> => {
  await using one = await workers(1);
  await using two = await workers(2);
  const measured: (readonly [name: string, summary: ReturnType<typeof summary>])[] = [];
  for (const name of Object.keys(threadPipelines) as Threaded[])
    measured.push([name, summary(await wallTimes(name, [one, two], events, rounds))]);
  const keys = Object.keys(headings) as (keyof typeof headings)[];
  return {
    name: "threads",
    what: `gradients of ${events} events by this thread alone, by two threads that have half of them each and share nothing, and by this thread with workers beside it: wall time in ns/event, which wants a quiet machine; the same results to the last bit`,
    heading: ["", ...keys.map((key) => headings[key])],
    lines: measured.map(([name, found]) => [name, ...keys.map((key) => shownNumber(found[key]))]),
    json: Object.fromEntries(measured),
  };
};
