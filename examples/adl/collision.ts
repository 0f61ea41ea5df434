/** A muon, an electron or a jet; pt and mass in GeV. */
export interface Particle {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly mass: number;
  readonly charge: number;
}

export interface Jet extends Omit<Particle, "charge"> {
  /** The b-tag discriminant; negative where the jet has none. */
  readonly btag: number;
}

/** What the queries read of an event; the names are those of NanoAOD. */
export interface Collision {
  readonly MET: { readonly pt: number; readonly phi: number };
  readonly Muon: readonly Particle[];
  readonly Electron: readonly Particle[];
  readonly Jet: readonly Jet[];
}
