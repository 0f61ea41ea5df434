import type { View } from "jagrad/core";
import type { Collision } from "./collision.ts";

/**
 * The muons of an event and then its electrons, each with its number among them.
 * @example
 * lightLeptons(ev).filter((l) => l.isMuon && l.pt > 10).length;
 */
export const lightLeptons = ({ Muon, Electron }: View<Collision>) =>
  Muon.map(({ pt, eta, phi, mass, charge }) => ({ pt, eta, phi, mass, charge, isMuon: true }))
    .concat(Electron.map(({ pt, eta, phi, mass, charge }) => ({ pt, eta, phi, mass, charge, isMuon: false })))
    .map((lepton, number) => ({ ...lepton, number }));
