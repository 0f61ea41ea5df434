import "rxjs";
import { clock } from "./clock.ts";
import type { Lane } from "./lanes.ts";

/** What a process says of its first gradient: processor time of the thread and wall time [ms]. */
export interface First {
  /** Processor time of loading the modules of this library. */
  readonly load: number;
  readonly cpu: number;
  readonly wall: number;
  readonly value: number;
}

const [lane = "javascript", events = "10000", parsing = "with"] = process.argv.slice(2);
const before = clock.now();
const { valueAndGradient } = await import("jagrad/core");
await import("jagrad/ops/diff");
const load = clock.now() - before;
const { w1Pipeline } = await import("./w1-pipeline.ts");
const { flatEvents } = await import("./w1-events.ts");
const data = flatEvents(Number(events));
const piped = () => w1Pipeline(data, Number(events));
const early = parsing === "without" ? piped() : undefined;
// Node loads its wall clock when it is first asked, which is not to be timed
performance.now();
const [cpu, wall] = [clock.now(), performance.now()];
const { stream, parameters } = early ?? piped();
const { value } = await valueAndGradient(stream, parameters, { lane: lane as Lane });
const first: First = { load, cpu: clock.now() - cpu, wall: performance.now() - wall, value };
console.log(JSON.stringify(first));
