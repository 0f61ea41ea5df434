import type { Random } from "../dimuon/random.ts";

/** Momentum and energy of a particle [GeV]. */
export interface FourVector {
  readonly px: number;
  readonly py: number;
  readonly pz: number;
  readonly e: number;
}

/** The four-vector of a mass, a transverse momentum, an azimuth and a rapidity. */
export const fourVector = (mass: number, pt: number, phi: number, rapidity: number): FourVector => {
  const across = Math.hypot(mass, pt);
  return {
    px: pt * Math.cos(phi),
    py: pt * Math.sin(phi),
    pz: across * Math.sinh(rapidity),
    e: across * Math.cosh(rapidity),
  };
};

const boosted = (p: FourVector, parent: FourVector, mass: number): FourVector => {
  const along = (p.px * parent.px + p.py * parent.py + p.pz * parent.pz) / mass;
  const factor = along / (parent.e + mass) + p.e / mass;
  return {
    px: p.px + factor * parent.px,
    py: p.py + factor * parent.py,
    pz: p.pz + factor * parent.pz,
    e: (parent.e * p.e) / mass + along,
  };
};

/** The two particles of an isotropic decay: `mass` is that of the parent, `first` and `second` are theirs. */
export const decayed = (
  parent: FourVector,
  [mass, first, second]: readonly [number, number, number],
  random: Random,
): readonly [FourVector, FourVector] => {
  const p = Math.sqrt((mass ** 2 - (first + second) ** 2) * (mass ** 2 - (first - second) ** 2)) / (2 * mass);
  const cosine = 2 * random.uniform() - 1;
  const turn = 2 * Math.PI * random.uniform();
  const sine = Math.sqrt(1 - cosine * cosine);
  const own = { px: p * sine * Math.cos(turn), py: p * sine * Math.sin(turn), pz: p * cosine };
  const other = { px: -own.px, py: -own.py, pz: -own.pz };
  return [
    boosted({ ...own, e: Math.hypot(p, first) }, parent, mass),
    boosted({ ...other, e: Math.hypot(p, second) }, parent, mass),
  ];
};
