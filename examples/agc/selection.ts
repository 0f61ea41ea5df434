import type { Events } from "jagrad/adapters/duckdb";
import type { Choice, Held, Nuisance } from "jagrad/core";
import type { Skimmed } from "./skim.ts";

/** The operators of either flavour. */
export type Ops = typeof import("jagrad/ops/hard");

/** A parameter, which lambdas see as its value. */
export type Quantity = Choice | Nuisance | Held;

/** What the momenta of jets depend on. */
export type Calibration = {
  /** Factor on pt; mass, directions and leptons stay. */
  readonly scale: Quantity;
  /** Relative width of the normal factor on pt. */
  readonly smear: Quantity;
};

/** A function of what is compared: itself, or `stopGradient`. */
export type Compared = (x: number) => number;

const itself: Compared = (x) => x;

/** Momenta of jets as a calibration has them. */
export const calibrate =
  ({ map }: Ops, calibration: Calibration) =>
  (events: Events<Skimmed>) =>
    events.pipe(
      map(
        (ev, { scale, smear }) => ({
          jets: ev.jets.map((j) => ({
            pt: j.pt * scale * (1 + smear * j.draw),
            eta: j.eta,
            phi: j.phi,
            mass: j.mass,
            isTagged: j.isTagged,
          })),
        }),
        calibration,
      ),
    );

export type Calibrated = ReturnType<ReturnType<typeof calibrate>>;

/**
 * Jets above a cut, and how many of them are b-tagged.
 * @param cut - smallest pt of a jet [GeV]
 */
export const selectJets =
  ({ map }: Ops, cut: Quantity, compared = itself) =>
  (events: Calibrated) =>
    events.pipe(
      map((ev, { cut, compared }) => ({ jets: ev.jets.filter((j) => compared(j.pt) > cut) }), { cut, compared }),
      map((ev) => ({ jets: ev.jets, tags: ev.jets.filter((j) => j.isTagged).length })),
    );

export type Selected = ReturnType<ReturnType<typeof selectJets>>;

/** Events with at least four jets above a cut. */
export const select =
  (ops: Ops, calibration: Calibration, cut: Quantity, compared = itself) =>
  (events: Events<Skimmed>): Selected =>
    selectJets(ops, cut, compared)(calibrate(ops, calibration)(events)).pipe(ops.filter((ev) => ev.jets.length >= 4));
