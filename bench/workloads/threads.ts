import { type GradientOptions, type Parameters, valueAndGradient } from "jagrad/core";
import { type Spread, spreadOf } from "../columns/clock.ts";
import type { Numbers } from "./contest.ts";
import type { Pipeline } from "./lanes.ts";
import type { Options } from "./options.ts";
import { type Section, shownNumber } from "./section.ts";
import { w1Pipeline } from "./w1.ts";
import { flatEvents } from "./w1-events.ts";
import { w2Pipeline } from "./w2.ts";
import { muonEvents } from "./w2-events.ts";

type Workers = NonNullable<GradientOptions<Parameters>["workers"]>;

interface Pool extends Workers {
  readonly close?: () => unknown;
}

const pipelines: Readonly<Record<string, (events: number) => Pipeline>> = {
  W1: (events) => w1Pipeline(flatEvents(events), events),
  W2: (events) => w2Pipeline(muonEvents(events), events),
};

const poolsOf = async (): Promise<readonly Pool[] | { readonly absent: string }> => {
  const name = "jagrad/adapters/workers";
  try {
    const { workers } = (await import(name)) as { readonly workers: (threads: number) => Promise<Pool> };
    return [await workers(1), await workers(2)];
  } catch (error) {
    return { absent: error instanceof Error ? error.message : String(error) };
  }
};

const counts = ["none", "1", "2"];

/** Wall times with no worker, one and two, in turn, whose results have to be the same to the last bit [ns per event]. */
const wallTimes = async ({ stream, parameters }: Pipeline, pools: readonly Pool[], events: number, rounds: number) => {
  const given = [{}, ...pools.map((workers) => ({ workers }))];
  const times: number[][] = given.map(() => []);
  for (let round = 0; round <= rounds; round++) {
    const results: Numbers[] = [];
    for (const [k, options] of given.entries()) {
      const began = performance.now();
      const { value, gradient } = await valueAndGradient(stream, parameters, {
        ...options,
        ...(k === 0 ? { lane: "wasm" } : {}),
      });
      if (round > 0) times[k]?.push(((performance.now() - began) * 1e6) / events);
      results.push([value, ...Object.values(gradient)]);
    }
    const [first = [], ...others] = results;
    if (others.some((other) => other.some((number, k) => !Object.is(number, first[k]))))
      throw new Error(`results differ with the number of workers: ${JSON.stringify(results)}`);
  }
  const faster = (times[1] ?? []).map((one, k) => one / (times[2]?.[k] ?? Number.NaN));
  return { walls: times.map(spreadOf), faster: spreadOf(faster) };
};

/** One worker against two. */
export const threads = async ({ events = 819_200, rounds }: Options): Promise<Section> => {
  const pools = await poolsOf();
  const what = `gradients of ${events} events with no worker, one and two, wall time in ns/event, which wants a quiet machine; the same results to the last bit`;
  const heading = ["", ...counts, "two are faster than one by"];
  if ("absent" in pools)
    return { name: "threads", what, heading, lines: [["workers", `absent: ${pools.absent}`]], json: pools };
  const measured: (readonly [string, readonly Spread[], Spread])[] = [];
  try {
    for (const [name, pipeline] of Object.entries(pipelines)) {
      const { walls, faster } = await wallTimes(pipeline(events), pools, events, rounds);
      measured.push([name, walls, faster]);
    }
  } finally {
    for (const pool of pools) await pool.close?.();
  }
  return {
    name: "threads",
    what,
    heading,
    lines: measured.map(([name, walls, { median }]) => [
      name,
      ...walls.map((wall) => shownNumber(wall.median)),
      shownNumber(median),
    ]),
    json: Object.fromEntries(
      measured.map(([name, walls, { median }]) => [
        name,
        { ...Object.fromEntries(walls.map((wall, k) => [counts[k], wall.median])), faster: median },
      ]),
    ),
  };
};
