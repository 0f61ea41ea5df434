import type { Events } from "jagrad/adapters/duckdb";
import { hold, type Parameters, type Scalar, stopGradient } from "jagrad/core";
import * as diff from "jagrad/ops/diff";
import type { Observable } from "rxjs";
import { type RegionName, regions } from "./regions.ts";
import { calibrate, type Selected, select, selectJets } from "./selection.ts";
import type { Skimmed } from "./skim.ts";
import { calibration, jetCut } from "./templates.ts";

const { count, fill, filter, sum } = diff;

const { scale } = calibration;

/** The scale moves; the resolution is that of the sample. */
const scaled = { scale, smear: hold(calibration.smear) };

/** What is estimated: the events of each region, and the sum of its observable [GeV]. */
export type Yields = Readonly<Record<`${RegionName} ${"events" | "sum"}`, Scalar>>;

/** A differentiable pipeline of yields, and what it is differentiated by. */
export interface Estimator {
  readonly yields: (events: Events<Skimmed>) => Observable<Yields>;
  readonly parameters: Parameters;
}

const yieldsOf = (selected: Selected): Observable<Yields> => {
  const all = regions(diff);
  return selected.pipe(
    fill({
      "4j1b events": (events: Selected) => all["4j1b"](events).pipe(count()),
      "4j2b events": (events: Selected) => all["4j2b"](events).pipe(count()),
      "4j1b sum": (events: Selected) => all["4j1b"](events).pipe(sum((ev) => ev.x)),
      "4j2b sum": (events: Selected) => all["4j2b"](events).pipe(sum((ev) => ev.x)),
    }),
  );
};

/** No jet crosses the cut: what a plain derivative through the selection gives. */
const fixedSelection: Estimator = {
  yields: (events) => yieldsOf(select(diff, scaled, hold(jetCut), stopGradient)(events)),
  parameters: { scale },
};

/** The fourth jet crosses the cut with a probability; no jet enters or leaves HT, or counts as another b-tag. */
const fourthJet: Estimator = {
  yields: (events) => {
    const four = calibrate(diff, scaled)(events).pipe(filter((ev, { cut }) => ev.jets[3].pt > cut, { cut: jetCut }));
    return yieldsOf(selectJets(diff, hold(jetCut), stopGradient)(four));
  },
  parameters: { scale, cut: jetCut },
};

/** Each jet crosses the cut with a probability: the analysis as it is, its cut a choice. */
const smooth: Estimator = {
  yields: (events) => yieldsOf(select(diff, scaled, jetCut)(events)),
  parameters: { scale, cut: jetCut },
};

/** By name, how a change of the yields is predicted. */
export const estimators = { "fixed selection": fixedSelection, "fourth jet": fourthJet, smooth } as const;

export type EstimatorName = keyof typeof estimators;
