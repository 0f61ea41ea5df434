import type { Pipeline } from "./lanes.ts";
import { flatEvents } from "./w1-events.ts";
import { w1Pipeline } from "./w1-pipeline.ts";
import { w2Pipeline } from "./w2.ts";
import { muonEvents } from "./w2-events.ts";

/** What is given to threads, over so many events. */
export const threadPipelines = {
  W1: (events: number): Pipeline => w1Pipeline(flatEvents(events), events),
  W2: (events: number): Pipeline => w2Pipeline(muonEvents(events), events),
} as const;

export type Threaded = keyof typeof threadPipelines;
