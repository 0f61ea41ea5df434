import type { Particle } from "../../examples/adl/collision.ts";

/** Momentum and energy in GeV. */
export interface FourVector {
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly e: number;
}

export const fourVector = ({ pt, eta, phi, mass }: Omit<Particle, "charge">): FourVector => {
  const [x, y, z] = [pt * Math.cos(phi), pt * Math.sin(phi), pt * Math.sinh(eta)];
  return { x, y, z, e: Math.sqrt(x * x + y * y + z * z + mass * mass) };
};

export const plus = (a: FourVector, b: FourVector): FourVector => ({
  x: a.x + b.x,
  y: a.y + b.y,
  z: a.z + b.z,
  e: a.e + b.e,
});

export const massOf = ({ x, y, z, e }: FourVector): number => Math.sqrt(Math.max(0, e * e - x * x - y * y - z * z));

export const ptOf = ({ x, y }: FourVector): number => Math.sqrt(x * x + y * y);

/** The distance of two directions in eta and phi. */
export const distance = (a: Particle | Omit<Particle, "charge">, b: Particle): number => {
  let turn = Math.abs(a.phi - b.phi) % (2 * Math.PI);
  if (turn > Math.PI) turn = 2 * Math.PI - turn;
  return Math.sqrt((a.eta - b.eta) ** 2 + turn ** 2);
};
