import { type Histogram, hold, linspace, parameter } from "jagrad/core";
import type { Observable } from "rxjs";
import type { Process } from "./process.ts";
import { type RegionName, regions } from "./regions.ts";
import { type Ops, type Selected, select } from "./selection.ts";
import { nuisances, type SystematicName, weightNames } from "./systematics.ts";
import { weighted } from "./weights.ts";

/** The smallest pt of a jet; its width is that below which a jet is not worth resolving. */
export const jetCut = parameter("jet pt cut", 30, { unit: "GeV", width: 1, limits: [20, 50] });

/** What the momenta of jets depend on: two nuisances. */
export const calibration = {
  scale: nuisances["jet energy scale"],
  smear: nuisances["jet energy resolution"],
};

/** 25 bins from 50 to 550 GeV. */
export const edges = linspace(50, 550, 26);

type Sides = Readonly<Record<SystematicName, Histogram>>;

/** A region as it is, and with each systematic uncertainty up and down. */
export interface Template {
  readonly nominal: Histogram;
  readonly up: Sides;
  readonly down: Sides;
}

export type Templates = Readonly<Record<RegionName, Template>>;

/** Both regions with all their variations, in one pass. */
export const templates = (ops: Ops, process: Process): Observable<Templates> => {
  const all = regions(ops);
  const filled = (name: RegionName) => (events: Selected) =>
    all[name](events).pipe(
      ops.variations(
        ops.histogram((ev) => ev.x, { edges }),
        nuisances,
        { weights: weightNames },
      ),
    );
  const selected = select(ops, calibration, hold(jetCut))(process.events);
  return weighted(ops, process)(selected).pipe(ops.fill({ "4j1b": filled("4j1b"), "4j2b": filled("4j2b") }));
};
