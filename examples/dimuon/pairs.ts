import type { Events } from "jagrad/adapters/duckdb";
import type { Batch } from "jagrad/core";
import { mass } from "jagrad/plugins/kinematics";
import type { Observable } from "rxjs";
import type { Ops } from "./analysis.ts";

/** An event as the analysis sees it, whatever file it comes from. */
export interface Collision {
  readonly muon: readonly {
    readonly pt: number;
    readonly eta: number;
    readonly phi: number;
    readonly charge: number;
  }[];
}

/** The two hardest muons of an event: the smaller pt and the mass, as recorded [GeV]. */
export interface Pair {
  readonly pt: number;
  readonly m: number;
}

/** The pairs of opposite charge. */
export const pairs =
  ({ filter, map }: Ops) =>
  (events: Events<Collision>): Observable<Batch<Pair>> =>
    events.pipe(
      map((ev) => ({ muon: ev.muon.toSorted((a, b) => b.pt - a.pt) })),
      filter((ev) => ev.muon.length >= 2 && ev.muon.at(0).charge !== ev.muon.at(1).charge),
      map((ev, { mass }) => ({ pt: ev.muon.at(1).pt, m: mass(ev.muon.at(0), ev.muon.at(1)) }), { mass }),
    );
