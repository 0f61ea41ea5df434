import type { Electron, Jet, Muon } from "./collision.ts";

/** What leptons and jets are selected by, strictly above or below; momenta in GeV. */
export const isElectron = ({ pt, eta, cutBased, sip3d }: Electron): boolean =>
  pt > 30 && Math.abs(eta) < 2.1 && cutBased === 4 && sip3d < 4;

export const isMuon = ({ pt, eta, tightId, sip3d, pfRelIso04_all }: Muon): boolean =>
  pt > 30 && Math.abs(eta) < 2.1 && tightId && sip3d < 4 && pfRelIso04_all < 0.15;

/** A jet in the tracker that is no lepton: bit 4 of its identification is set. */
export const isJet = ({ eta, jetId }: Pick<Jet, "eta" | "jetId">): boolean => Math.abs(eta) < 2.4 && jetId % 8 >= 4;

/** A jet that is taken for one of a b quark. */
export const isTagged = ({ btagCSVV2 }: Pick<Jet, "btagCSVV2">): boolean => btagCSVV2 > 0.5;
