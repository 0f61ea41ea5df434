import { type Histogram, linspace, parameter } from "jagrad/core";
import { filter, histogram, objective, weight } from "jagrad/ops/diff";
import { streamOf } from "./columns.ts";
import type { Pipeline } from "./lanes.ts";
import type { FlatEvent, FlatEvents } from "./w1-events.ts";

/** Of the sigmoid. */
export const slope = 0.1;
export const cut = parameter("cut", 50, { width: Math.PI / Math.sqrt(3) / slope });
export const shift = parameter("shift", 0.01);

type Scope<Name extends string> = Readonly<Record<Name, number>>;

const keep = (ev: FlatEvent, { cut }: Scope<"cut">) => ev.met > cut;
const amount = (ev: FlatEvent) => ev.weight;
const shifted = (ev: FlatEvent, { shift }: Scope<"shift">) => ev.mass * (1 + shift);
const summed = (h: Histogram) =>
  h.values.map((n, bin) => n * (Math.cos(0.7 * bin) + 1.5)).reduce((sum, x) => sum + x, 0);

/** The selection, the weights and the smeared spectrum of W1: a logistic step of that width is its sigmoid of slope 0.1. */
export const w1Pipeline = ({ columns }: FlatEvents, events: number, batchSize?: number): Pipeline => ({
  stream: streamOf<FlatEvent>(columns, events, batchSize).pipe(
    filter(keep, { cut }, { step: "logistic" }),
    weight(amount),
    histogram(shifted, { shift }, { edges: linspace(60, 120, 31), bandwidth: 1 }),
    objective(summed),
  ),
  parameters: { cut, shift },
});
