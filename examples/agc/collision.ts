/** A jet as reconstructed; pt and mass in GeV. */
export type Jet = {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly mass: number;
  /** The b-tag discriminant. */
  readonly btagCSVV2: number;
  /** Bits of identification; 4 is the tight lepton veto. */
  readonly jetId: number;
};

export type Electron = {
  readonly pt: number;
  readonly eta: number;
  /** 4 is the tightest identification. */
  readonly cutBased: number;
  /** Distance of the track to the vertex, in units of its error. */
  readonly sip3d: number;
};

export type Muon = {
  readonly pt: number;
  readonly eta: number;
  readonly tightId: boolean;
  readonly sip3d: number;
  readonly pfRelIso04_all: number;
};

/** What the analysis reads of an event; the names are those of NanoAOD. */
export interface Collision {
  /** The number of the event, which seeds what is drawn for it. */
  readonly event: number;
  readonly Jet: readonly Jet[];
  readonly Electron: readonly Electron[];
  readonly Muon: readonly Muon[];
}
