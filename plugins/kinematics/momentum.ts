/** A direction in the detector: pseudorapidity and azimuth [rad]. */
export interface Direction {
  readonly eta: number;
  readonly phi: number;
}

/** A momentum in the plane across the beam: its size [GeV], at least 0, and its azimuth [rad]. */
export interface TransverseMomentum {
  readonly pt: number;
  readonly phi: number;
}

/** The momentum of a particle [GeV]; without a mass the particle is massless. The sign of a mass has no meaning. */
export type Momentum = {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly mass?: number | undefined;
};

/** A list of momenta: an array, or a list inside an event. */
export interface Momenta {
  reduce<A>(f: (accumulator: A, particle: Momentum) => A, initial: A): A;
}
