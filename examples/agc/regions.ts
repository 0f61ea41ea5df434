import { sum } from "jagrad/core";
import type { Ops, Selected } from "./selection.ts";
import { trijetMass } from "./trijet.ts";

/** The two regions, each with its observable `x` [GeV]. */
export const regions = ({ filter, map }: Ops) => ({
  /** Exactly one b-tagged jet; the sum of the transverse momenta of all jets. */
  "4j1b": (events: Selected) =>
    events.pipe(
      filter((ev) => ev.tags === 1),
      map((ev, { sum }) => ({ x: sum(ev.jets.map((j) => j.pt)) }), { sum }),
    ),
  /** Two b-tagged jets or more; the mass of the trijet with the largest pt. */
  "4j2b": (events: Selected) =>
    events.pipe(
      filter((ev) => ev.tags >= 2),
      map((ev, { trijetMass }) => ({ x: trijetMass(ev.jets) }), { trijetMass }),
    ),
});

export type RegionName = keyof ReturnType<typeof regions>;

export const regionNames: readonly RegionName[] = ["4j1b", "4j2b"];
