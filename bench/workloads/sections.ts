import { adl } from "./adl.ts";
import { cold } from "./cold.ts";
import type { Workload } from "./contest.ts";
import { measured } from "./measure.ts";
import type { Options } from "./options.ts";
import { parquet } from "./parquet.ts";
import { sectionOf } from "./report.ts";
import type { Section } from "./section.ts";
import { threads } from "./threads.ts";
import { workloads } from "./workloads.ts";

type Measure = (options: Options) => Promise<Section>;

const contested =
  (make: (seed: number) => Workload): Measure =>
  async ({ seed, events, rounds }) => {
    const workload = make(seed);
    return sectionOf(await measured(workload, events ?? workload.events, rounds));
  };

/** What can be measured, by name. */
export const sections: Readonly<Record<string, Measure>> = {
  ...Object.fromEntries(Object.entries(workloads).map(([name, make]) => [name, contested(make)])),
  cold,
  threads,
  adl,
  parquet,
};
