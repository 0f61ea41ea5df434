import type { Workload } from "./contest.ts";
import { w1 } from "./w1.ts";
import { w2 } from "./w2.ts";
import { w3 } from "./w3.ts";
import { w4 } from "./w4.ts";

/** The workloads by name. */
export const workloads: Readonly<Record<string, (seed: number) => Workload>> = {
  W1: () => w1,
  W2: () => w2,
  W3: () => w3,
  W4: w4,
};
