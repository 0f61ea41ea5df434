import type { Histogram } from "jagrad/core";
import { integral } from "./fit-bins.ts";
import { regionNames } from "./regions.ts";
import type { Study } from "./study.ts";
import { systematicNames } from "./systematics.ts";
import type { Template } from "./templates.ts";

const histogram = ({ underflow, values, overflow, variances }: Histogram) => ({
  counts: [underflow, ...values, overflow],
  errors: [...variances].map(Math.sqrt),
});

const template = ({ nominal, up, down }: Template) => ({
  events: nominal.entries,
  yield: integral(nominal),
  nominal: histogram(nominal),
  systematics: Object.fromEntries(
    systematicNames.map((name) => [name, { up: histogram(up[name]), down: histogram(down[name]) }]),
  ),
});

/** The result as one line of JSON. */
export const jsonLine = ({ found, estimates }: Study, events: number, seconds: number): string =>
  JSON.stringify({
    events,
    processes: Object.fromEntries(
      found.map(({ process, templates }) => [
        process.name,
        {
          perEvent: process.perEvent,
          regions: Object.fromEntries(regionNames.map((name) => [name, template(templates[name])])),
        },
      ]),
    ),
    estimators: Object.fromEntries(
      estimates.map((estimate) => [
        estimate.name,
        "refused" in estimate ? { refused: estimate.refused } : estimate.diagnosis.parameters,
      ]),
    ),
    seconds,
  });
