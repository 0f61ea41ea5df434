import type { Workload } from "./contest.ts";
import { w1 } from "./w1.ts";
import { w2 } from "./w2.ts";
import { w3 } from "./w3.ts";

export const workloads: ReadonlyMap<string, Workload> = new Map(
  [w1, w2, w3].map((workload) => [workload.name, workload]),
);
