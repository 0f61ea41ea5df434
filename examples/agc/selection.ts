import type { Events } from "jagrad/adapters/duckdb";
import type { Choice, Held, Nuisance } from "jagrad/core";
import type { Skimmed } from "./skim.ts";

/** The operators of either flavour. */
export type Ops = typeof import("jagrad/ops/hard");

/** A parameter, which lambdas see as its value. */
export type Quantity = Choice | Nuisance | Held;

/** What the momenta of jets depend on, and what they are compared with. */
export type JetScope = {
  /** Smallest pt of a jet [GeV]. */
  readonly cut: Quantity;
  /** Factor on pt; mass, directions and leptons stay. */
  readonly scale: Quantity;
  /** Relative width of the normal factor on pt. */
  readonly smear: Quantity;
};

/** Events with at least four jets above the cut: these jets, and how many of them are b-tagged. */
export const select =
  ({ filter, map }: Ops, scope: JetScope) =>
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
        scope,
      ),
      map((ev, { cut }) => ({ jets: ev.jets.filter((j) => j.pt > cut) }), scope),
      filter((ev) => ev.jets.length >= 4),
      map((ev) => ({ jets: ev.jets, tags: ev.jets.filter((j) => j.isTagged).length })),
    );

/** What `select` makes of events. */
export type Selected = ReturnType<ReturnType<typeof select>>;
