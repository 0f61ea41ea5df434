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

export type Pairs = Observable<Batch<Pair>>;

/** The pairs of opposite charge; muons without a mass, whether a file states it or not. */
export const pairs =
  ({ filter, map }: Ops) =>
  (events: Events<Collision>): Pairs =>
    events.pipe(
      map((ev) => ({ muon: ev.muon.toSorted((a, b) => b.pt - a.pt) })),
      filter((ev) => ev.muon.length >= 2 && ev.muon[0].charge !== ev.muon[1].charge),
      map(({ muon }) => ({ muon: muon.map(({ pt, eta, phi }) => ({ pt, eta, phi })) })),
      map(({ muon }, { mass }) => ({ pt: muon[1].pt, m: mass(muon[0], muon[1]) }), { mass }),
    );
