import type { Random } from "./random.ts";

export interface Muon {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly charge: number;
}

/** A particle that decays to two muons: mass and transverse momentum [GeV], and rapidity. */
export interface Parent {
  readonly mass: number;
  readonly pt: number;
  readonly rapidity: number;
}

type Vector = readonly [number, number, number];

const muonOf = ([x, y, z]: Vector, charge: number): Muon => ({
  pt: Math.hypot(x, y),
  eta: Math.asinh(z / Math.hypot(x, y)),
  phi: Math.atan2(y, x),
  charge,
});

/** The momentum of a massless particle as seen from where a parent of energy E and momentum P is at rest. */
const boosted = (p: Vector, P: Vector, E: number, mass: number): Vector => {
  const along = (p[0] * P[0] + p[1] * P[1] + p[2] * P[2]) / mass;
  const factor = along / (E + mass) + 1 / 2;
  return [p[0] + factor * P[0], p[1] + factor * P[1], p[2] + factor * P[2]];
};

/**
 * The two muons of a decay.
 * @param cosine - of the angle between the muon of negative charge and the beam, where the parent is at rest
 */
export const decay = ({ mass, pt, rapidity }: Parent, cosine: number, random: Random): readonly [Muon, Muon] => {
  const [turn, azimuth] = [2 * Math.PI * random.uniform(), 2 * Math.PI * random.uniform()];
  const across = Math.hypot(mass, pt);
  const P: Vector = [pt * Math.cos(azimuth), pt * Math.sin(azimuth), across * Math.sinh(rapidity)];
  const E = across * Math.cosh(rapidity);
  const [p, sine] = [mass / 2, Math.sqrt(1 - cosine * cosine)];
  const negative: Vector = [p * sine * Math.cos(turn), p * sine * Math.sin(turn), p * cosine];
  const positive: Vector = [-negative[0], -negative[1], -negative[2]];
  return [muonOf(boosted(negative, P, E, mass), -1), muonOf(boosted(positive, P, E, mass), 1)];
};
