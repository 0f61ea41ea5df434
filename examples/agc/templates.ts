import type { Events } from "jagrad/adapters/duckdb";
import { type Histogram, hold, linspace, parameter } from "jagrad/core";
import type { Observable } from "rxjs";
import type { Skimmed } from "./skim.ts";
import { type RegionName, regions } from "./regions.ts";
import { type JetScope, type Ops, type Selected, select } from "./selection.ts";
import { nuisances, type SystematicName, tagNames, tagSlope, weightNames, wScale, wScaleChange } from "./systematics.ts";

/** A sample of one process. */
export interface Process {
  readonly events: Events<Skimmed>;
  /** The weight of one event. */
  readonly perEvent: number;
  /** Whether the W+jets scale changes its weight. */
  readonly isW: boolean;
}

/** The observables are filled in 25 bins from 50 to 550 GeV. */
export const edges = linspace(50, 550, 26);

/** The smallest pt of a jet. */
export const jetCut = parameter("jet pt cut", 30, { unit: "GeV", width: 3, limits: [20, 50] });

/** The jets of the analysis: above 30 GeV, with their scale and their resolution as nuisances. */
export const jetScope = {
  cut: hold(jetCut),
  scale: nuisances["jet energy scale"],
  smear: nuisances["jet energy resolution"],
} satisfies JetScope;

type Sides = Readonly<Record<SystematicName, Histogram>>;

/** A region as it is, and with each systematic uncertainty up and down. */
export interface Template {
  readonly nominal: Histogram;
  readonly up: Sides;
  readonly down: Sides;
}

export type Templates = Readonly<Record<RegionName, Template>>;

const tagWeight =
  ({ weight }: Ops, k: number, name: string) =>
  (events: Selected): Selected =>
    events.pipe(
      weight(
        {
          [name]: {
            nominal: () => 1,
            up: (ev, { k, slope }) => 1 + slope * ev.jets.at(k).pt,
            down: (ev, { k, slope }) => 1 - slope * ev.jets.at(k).pt,
          },
        },
        { k, slope: tagSlope },
      ),
    );

const weighted =
  (ops: Ops, { perEvent, isW }: Process) =>
  (events: Selected): Selected => {
    const change = isW ? wScaleChange : 0;
    const normalised = events.pipe(
      ops.weight(
        {
          luminosity: (_ev, { luminosity, perEvent }) => luminosity * perEvent,
          [wScale]: {
            nominal: () => 1,
            up: (_ev, { change }) => 1 + change,
            down: (_ev, { change }) => 1 - change,
          },
        },
        { luminosity: nuisances.luminosity, perEvent, change },
      ),
    );
    return tagNames.reduce((stream, name, k) => tagWeight(ops, k, name)(stream), normalised);
  };

/** Both regions with all their variations, in one pass over the events. */
export const templates = (ops: Ops, process: Process): Observable<Templates> => {
  const { fill, histogram, variations } = ops;
  const all = regions(ops);
  const options = { weights: weightNames };
  return weighted(ops, process)(select(ops, jetScope)(process.events)).pipe(
    fill({
      "4j1b": (events: Selected) =>
        all["4j1b"](events).pipe(variations(histogram((ev) => ev.x, { edges }), nuisances, options)),
      "4j2b": (events: Selected) =>
        all["4j2b"](events).pipe(variations(histogram((ev) => ev.x, { edges }), nuisances, options)),
    }),
  );
};
