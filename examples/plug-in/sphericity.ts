import { lambda, stopGradient } from "jagrad/core";

/** A momentum across the beam: its size [GeV] and azimuth [rad]. */
export interface Transverse {
  readonly pt: number;
  readonly phi: number;
}

/** A list of such: an array, or a list of an event. */
export interface Momenta {
  reduce<A>(f: (accumulator: A, p: Transverse) => A, initial: A): A;
}

const scope = { stopGradient };

/**
 * The transverse sphericity, linear in the momenta: twice the smaller eigenvalue of the tensor sum(p n n) over its trace,
 * with n the direction of p. With double angles that is 1 - |sum(pt (cos 2phi, sin 2phi))| / sum(pt).
 * @param momenta - pt >= 0
 * @returns 0 for momenta along one line or none, 1 where all directions weigh the same; derivative 0 in either
 * @source arXiv:1205.3963, from the linearised transverse momentum tensor
 * @example
 * sphericity([{ pt: 30, phi: 0 }, { pt: 30, phi: Math.PI / 2 }]); // 1
 */
export const sphericity = lambda((momenta: Momenta, { stopGradient }: typeof scope): number => {
  const total = momenta.reduce((sum, p) => sum + p.pt, 0);
  const x = momenta.reduce((sum, p) => sum + p.pt * Math.cos(2 * p.phi), 0);
  const y = momenta.reduce((sum, p) => sum + p.pt * Math.sin(2 * p.phi), 0);
  const square = x * x + y * y;
  const length = stopGradient(square) === 0 ? 0 : Math.sqrt(square);
  return stopGradient(total) > 0 ? 1 - length / total : 0;
}, scope);
