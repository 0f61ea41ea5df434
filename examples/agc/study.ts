import * as hard from "jagrad/ops/hard";
import { lastValueFrom } from "rxjs";
import { type Estimate, estimates } from "./estimates.ts";
import type { Process } from "./process.ts";
import { type Templates, templates } from "./templates.ts";

/** A process and its templates. */
export interface Found {
  readonly process: Process;
  readonly templates: Templates;
}

/** The templates of all processes, and how well changes of the first one are predicted. */
export interface Study {
  readonly found: readonly Found[];
  readonly estimates: readonly Estimate[];
}

export const study = async (processes: readonly [Process, ...Process[]]): Promise<Study> => {
  const found: Found[] = [];
  for (const process of processes) found.push({ process, templates: await lastValueFrom(templates(hard, process)) });
  return { found, estimates: await estimates(processes[0].events) };
};
