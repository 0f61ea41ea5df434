import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { valueAndGradient } from "jagrad/core";
import { type Spread, spreadOf } from "../columns/clock.ts";
import { timed } from "./clock.ts";
import type { First } from "./cold-child.ts";
import { checkClose } from "./contest.ts";
import { type Lane, laneNames, type Parts, refusal } from "./lanes.ts";
import type { Options } from "./options.ts";
import { type Section, shownNumber } from "./section.ts";
import { w1 } from "./w1.ts";
import { flatEvents } from "./w1-events.ts";
import { w1Pipeline } from "./w1-pipeline.ts";

const run = promisify(execFile);
const child = fileURLToPath(new URL("cold-child.ts", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const few = 10_000;
const [large, small] = [65_536, 1024];

type Name = keyof Parts;

/** A gradient in a process of its own, by the package as it is built: not by its sources, as all else here. */
const first = async (lane: Lane, parsing: "with" | "without", events: number): Promise<First> => {
  const { stdout } = await run(process.execPath, [child, lane, String(events), parsing]);
  return JSON.parse(stdout) as First;
};

interface Costs {
  readonly load: Spread;
  readonly withParsing: Spread;
  readonly wall: Spread;
  readonly withoutParsing: Spread;
  readonly warm: Spread;
  readonly perBatch: Spread;
}

/** The same events in large and in small batches: what each batch more costs [µs]. */
const batchCosts = async (lane: Lane, events: number, rounds: number): Promise<Spread> => {
  const data = flatEvents(events);
  const runs = [large, small].map((batchSize) => {
    const { stream, parameters } = w1Pipeline(data, events, batchSize);
    return timed(async () => [(await valueAndGradient(stream, parameters, { lane })).value]);
  });
  const more = Math.ceil(events / small) - Math.ceil(events / large);
  const found: number[] = [];
  for (let round = 0; round <= rounds; round++) {
    const [few, many] = [await runs[0]?.(), await runs[1]?.()];
    if (round > 0 && few && many) found.push(((many.ms - few.ms) * 1e3) / more);
  }
  return spreadOf(found);
};

const costsOf = async (lane: Lane, rounds: number, large: number): Promise<Costs> => {
  const expected = w1.contest(few).expected(few).slice(0, 1);
  const { stream, parameters } = w1Pipeline(flatEvents(few), few);
  const again = timed(async () => [(await valueAndGradient(stream, parameters, { lane })).value]);
  const [withParsing, withoutParsing, warm]: [First[], First[], number[]] = [[], [], []];
  for (let round = 0; round < rounds; round++) {
    withParsing.push(await first(lane, "with", few));
    withoutParsing.push(await first(lane, "without", few));
    await again();
    warm.push((await again()).ms);
  }
  for (const { value } of [...withParsing, ...withoutParsing])
    checkClose("the first gradient", [value], expected, 1e-8);
  return {
    load: spreadOf([...withParsing, ...withoutParsing].map(({ load }) => load)),
    withParsing: spreadOf(withParsing.map(({ cpu }) => cpu)),
    wall: spreadOf(withParsing.map(({ wall }) => wall)),
    withoutParsing: spreadOf(withoutParsing.map(({ cpu }) => cpu)),
    warm: spreadOf(warm),
    perBatch: await batchCosts(lane, large, rounds),
  };
};

const cell = ({ best, median, worst }: Spread): string =>
  `${shownNumber(median)} (${shownNumber(best)}-${shownNumber(worst)})`;

/** The first gradient of a process, and what a call and a batch cost once it is warm, for the pipeline of W1. */
export const cold = async ({ events, rounds }: Options): Promise<Section> => {
  await run("npm", ["run", "build"], { cwd: root });
  const measured: (readonly [Name, Costs | { readonly absent: string }])[] = [];
  for (const name of ["jagrad-wasm", "jagrad-js"] as const) {
    const lane = String(laneNames[name]) as Lane;
    const absent = await refusal(w1Pipeline(flatEvents(1), 1), lane);
    measured.push([name, absent === undefined ? await costsOf(lane, rounds, events ?? w1.events) : { absent }]);
  }
  return {
    name: "cold",
    what: `W1, ${few} events: the first gradient of a process that has loaded the built package, with its pipeline or after it was made, which parses the lambdas; the gradient again; and what a batch more costs`,
    heading: ["", "load, ms", "first, ms", "wall, ms", "first, piped, ms", "again, ms", "a batch, µs"],
    lines: measured.map(([name, costs]) =>
      "absent" in costs
        ? [name, `absent: ${costs.absent}`]
        : [
            name,
            ...[costs.load, costs.withParsing, costs.wall, costs.withoutParsing, costs.warm, costs.perBatch].map(cell),
          ],
    ),
    json: Object.fromEntries(measured),
  };
};
