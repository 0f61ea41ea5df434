import { parseLambda, valueAndGradient } from "jagrad/core";
import { clock } from "./clock.ts";
import type { Lane } from "./lanes.ts";
import { w1Lambdas, w1Pipeline } from "./w1.ts";
import { flatEvents } from "./w1-events.ts";

/** What a process says of its first gradient: processor time of the thread and wall time [ms]. */
export interface First {
  readonly cpu: number;
  readonly wall: number;
  readonly value: number;
}

const [lane = "javascript", events = "10000", parsing = "with"] = process.argv.slice(2);
const data = flatEvents(Number(events));
const { stream, parameters } = w1Pipeline(data, Number(events));
if (parsing === "without") w1Lambdas.forEach(parseLambda);
const [cpu, wall] = [clock.now(), performance.now()];
const { value } = await valueAndGradient(stream, parameters, { lane: lane as Lane });
const first: First = { cpu: clock.now() - cpu, wall: performance.now() - wall, value };
console.log(JSON.stringify(first));
