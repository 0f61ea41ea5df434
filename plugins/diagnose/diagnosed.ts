import type { Comparison } from "./comparison.ts";
import type { Region } from "./region.ts";

/** What a step of one parameter does, as predicted and as the hard analysis shows it. */
export interface Diagnosed {
  readonly step: number;
  readonly unit: string | undefined;
  readonly regions: Readonly<Record<string, Region>>;
  readonly objective: Comparison | undefined;
}
