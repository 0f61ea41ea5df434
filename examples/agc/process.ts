import type { Events } from "jagrad/adapters/duckdb";
import type { Skimmed } from "./skim.ts";

/** Cross-sections [pb]. */
const crossSections = { ttbar: 729.84, wjets: 15487.164 } as const;

export type ProcessName = keyof typeof crossSections;

/** Integrated luminosity [1/pb]. */
const luminosity = 3378;

/** Events of one process, each of one weight. */
export interface Process {
  readonly name: ProcessName;
  readonly events: Events<Skimmed>;
  readonly perEvent: number;
}

/** @param made - how many events were made of it, selected or not */
export const processOf = (name: ProcessName, events: Events<Skimmed>, made: number): Process => ({
  name,
  events,
  perEvent: (crossSections[name] * luminosity) / made,
});
