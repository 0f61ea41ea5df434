import fc from "fast-check";
import { expect, test } from "vitest";
import { energy, type Momentum, magnitude, mass, px, py, pz } from "./index.ts";

const direction = {
  eta: fc.double({ min: -4, max: 4, noNaN: true }),
  phi: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
};
const pt = fc.double({ min: 0.5, max: 500, noNaN: true });
const massive = fc.record({ pt, ...direction, mass: fc.double({ min: 0.1, max: 200, noNaN: true }) });
const massless = fc.record({ pt, ...direction });

const slope = (f: (x: number) => number, x: number, h: number): number => (f(x + h) - f(x - h)) / (2 * h);
const scaled = (p: Momentum, s: number): Momentum => ({ ...p, pt: s * p.pt });

// python3 plugins/kinematics/oracle.py
test.each<[string, Momentum, Momentum, number]>([
  [
    "muons",
    { pt: 45.2, eta: 1.1, phi: 0.3, mass: 0.105658 },
    { pt: 38.7, eta: -0.4, phi: 2.9, mass: 0.105658 },
    105.9609116635171,
  ],
  ["massless electrons", { pt: 45.2, eta: 1.1, phi: 0.3 }, { pt: 38.7, eta: -0.4, phi: 2.9 }, 105.96068212607162],
  [
    "a heavy and a massless particle",
    { pt: 20, eta: 0.5, phi: -1, mass: 172.5 },
    { pt: 60, eta: 2, phi: 2.5 },
    325.5888370962874,
  ],
  [
    "nearly parallel massless particles",
    { pt: 50, eta: 2.4, phi: 1 },
    { pt: 40, eta: 2.4 + 2 ** -30, phi: 1 },
    4.16500117164066e-8,
  ],
  [
    "nearly parallel light particles",
    { pt: 500, eta: 2.4, phi: 1, mass: 0.000511 },
    { pt: 400, eta: 2.4, phi: 1 + 2 ** -20, mass: 0.000511 },
    0.0011133009433008539,
  ],
  [
    "very forward particles",
    { pt: 5, eta: 9.5, phi: 1, mass: 0.938 },
    { pt: 5, eta: -9.5, phi: 1, mass: 0.938 },
    66798.63380039339,
  ],
])("agrees with 60 digits for %s", (_name, a, b, expected) => {
  expect(mass(a, b) / expected).toBeCloseTo(1, 13);
});

test("does not depend on the order of the particles", () => {
  fc.assert(
    fc.property(massive, massive, (a, b) => {
      expect(mass(a, b) / mass(b, a)).toBeCloseTo(1, 14);
    }),
  );
});

test("is at least the sum of the masses, reached for equal velocities", () => {
  fc.assert(
    fc.property(massive, massive, (a, b) => {
      expect(mass(a, b)).toBeGreaterThan((a.mass + b.mass) * (1 - 1e-14));
      const twin = { ...a, pt: 2 * a.pt, mass: 2 * a.mass };
      expect(mass(a, twin) / (3 * a.mass)).toBeCloseTo(1, 12);
    }),
  );
});

test("does not change under rotations about the beam and boosts along it of massless particles", () => {
  fc.assert(
    fc.property(massless, massless, direction.eta, direction.phi, (a, b, eta, phi) => {
      const moved = (p: Momentum) => ({ ...p, eta: p.eta + eta, phi: p.phi + phi });
      expect(Math.abs(mass(moved(a), moved(b)) - mass(a, b))).toBeLessThan(1e-13 * Math.hypot(a.pt, b.pt, mass(a, b)));
    }),
  );
});

test("is homogeneous of degree one in the momenta of massless particles", () => {
  fc.assert(
    fc.property(massless, massless, (a, b) => {
      const m = mass(a, b);
      fc.pre(m > 1e-3);
      expect(mass(scaled(a, 3), scaled(b, 3)) / m).toBeCloseTo(3, 12);
      expect(slope((s) => mass(scaled(a, s), scaled(b, s)), 1, 1e-5) / m).toBeCloseTo(1, 8);
      expect(slope((s) => mass(scaled(a, s), b), 1, 1e-5) / m).toBeCloseTo(0.5, 8);
    }),
  );
});

test("changes with a common momentum scale at kept masses by (E sum p^2/E - |p|^2)/m", () => {
  fc.assert(
    fc.property(massive, massive, (a, b) => {
      const E = energy(a) + energy(b);
      const p = [px, py, pz].map((component) => component(a) + component(b));
      const p2 = p.reduce((sum, c) => sum + c * c, 0);
      const weighted = magnitude(a) ** 2 / energy(a) + magnitude(b) ** 2 / energy(b);
      const measured = slope((s) => mass(scaled(a, s), scaled(b, s)), 1, 1e-4);
      const m = mass(a, b);
      expect(Math.abs(measured - (E * weighted - p2) / m)).toBeLessThan(1e-6 * m + (1e-13 * E * E) / m);
    }),
  );
});

test("is 0 with slope 0 for parallel massless momenta", () => {
  const a = { pt: 50, eta: 0.7, phi: 1 };
  const b = { pt: 40, eta: 0.7, phi: 1 };
  expect(mass(a, b)).toBe(0);
  expect(slope((pt) => mass({ ...a, pt }, b), 50, 1e-3)).toBe(0);
  expect(slope((eta) => mass({ ...a, eta }, b), 0.7, 2 ** -20)).toBeCloseTo(0, 4);
});

test("ignores the sign of a mass, and a null vector", () => {
  const a = { pt: 50, eta: 0.7, phi: 1, mass: -5 };
  const b = { pt: 40, eta: -0.7, phi: 2 };
  expect(mass(a, b)).toBe(mass({ ...a, mass: 5 }, b));
  expect(mass({ pt: 0, eta: 0, phi: 0 }, a)).toBe(5);
  expect(mass({ pt: 0, eta: 0, phi: 0 }, b)).toBe(0);
});
