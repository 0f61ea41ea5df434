import type { Batch } from "../../core/columns/index.ts";
import { wholeBatch } from "./batches.ts";
import { recordOfShape } from "./columns.ts";
import { eventShape } from "./events.ts";
import { normals, uniforms } from "./samples.ts";

const eventCount = 24;
/** Events near the cuts: each momentum within a few widths of them. */
export const eventsNearCuts = (seed: number): Batch => {
  const uniform = uniforms(seed);
  const normal = normals(uniform);
  const near = (): number => 0.7 + normal();
  const events = Array.from({ length: eventCount }, (_, id) => ({
    id,
    met: near(),
    ht: near(),
    flag: uniform() < 0.5,
    muon: Array.from({ length: id % 4 }, () => ({ pt: near(), eta: near(), charge: 1, good: true })),
    jet: [],
  }));
  return wholeBatch(recordOfShape(eventShape, events), eventCount);
};

const onCuts = [1, 1.6, -0.5, 1.2, 0.3, 0, Number.NaN, null];
const infinite = [0.1, -1.7, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Events whose numbers are the cuts themselves, missing or NaN; or, if wanted, infinite. */
export const eventsOnCuts = (seed: number, isInfinite = false): Batch => {
  const special = isInfinite ? infinite : onCuts;
  const uniform = uniforms(seed);
  const number = (): number | null => special[Math.floor(uniform() * special.length)] ?? null;
  const size = 200;
  const events = Array.from({ length: size }, (_, id) => ({
    id,
    met: number(),
    ht: number(),
    flag: uniform() < 0.5,
    muon: Array.from({ length: id % 4 }, () => ({ pt: number(), eta: number(), charge: 1, good: true })),
    jet: [],
  }));
  return wholeBatch(recordOfShape(eventShape, events), size);
};
