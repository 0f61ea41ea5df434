import type { Events } from "jagrad/adapters/duckdb";
import { linspace, nuisance, parameter } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import * as hard from "jagrad/ops/hard";

export interface Collision {
  readonly met: number;
  readonly mt: number;
  readonly weight: number;
  readonly muon: readonly {
    readonly pt: number;
    readonly eta: number;
    readonly phi: number;
    readonly charge: number;
  }[];
  readonly jet_pt: readonly number[];
}

export const threshold = { value: 60, width: 5 };
export const cut = parameter("met cut", threshold.value, { unit: "GeV", width: threshold.width });
export const scale = nuisance("jet energy scale", 1, { sigma: 0.02 });

/** Bins of the transverse mass [GeV]; `truth.ts` says the same in SQL. */
export const edges = linspace(0, 120, 31);

export const flavours = { hard, diff } as const;
export type FlavourName = keyof typeof flavours;

/** What is collected from the events: the weighted sum of their jets' momenta, and a spectrum. */
export const collect = (events: Events<Collision>, flavour: FlavourName) => {
  const { filter, map, weight, fill, sum, histogram } = flavours[flavour];
  return events.pipe(
    filter((ev) => ev.muon.length >= 2 && ev.mt < 120),
    filter((ev, { cut }) => ev.met > cut, { cut }),
    weight((ev) => ev.weight),
    map((ev, { scale }) => ({ mt: ev.mt, ht: scale * ev.jet_pt.reduce((sum, pt) => sum + pt, 0) }), { scale }),
    fill({ total: sum((ev) => ev.ht), spectrum: histogram((ev) => ev.mt, { edges }) }),
  );
};
