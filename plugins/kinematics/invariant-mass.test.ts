import fc from "fast-check";
import { expect, test } from "vitest";
import { energy, invariantMass, magnitude, mass } from "./index.ts";

const particle = fc.record({
  pt: fc.double({ min: 0.5, max: 500, noNaN: true }),
  eta: fc.double({ min: -4, max: 4, noNaN: true }),
  phi: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
  mass: fc.double({ min: 0, max: 50, noNaN: true }),
});
const few = fc.array(particle, { minLength: 1, maxLength: 6 });

// python3 plugins/kinematics/oracle.py
test("agrees with 60 digits for three jets", () => {
  const jets = [
    { pt: 92, eta: 0.4, phi: 1, mass: 11 },
    { pt: 65, eta: -0.9, phi: 2.2, mass: 7.5 },
    { pt: 40, eta: 1.7, phi: -2, mass: 5 },
  ];
  expect(invariantMass(jets) / 281.7845278840114).toBeCloseTo(1, 13);
});

test("keeps its digits for collimated massless particles", () => {
  const bundle = [
    { pt: 200, eta: 1, phi: 0.5 },
    { pt: 100, eta: 1 + 2 ** -20, phi: 0.5 },
    { pt: 50, eta: 1, phi: 0.5 - 2 ** -20 },
  ];
  expect(invariantMass(bundle) / 0.00019073486328125182).toBeCloseTo(1, 8);
});

test("is the mass of two particles for a pair", () => {
  fc.assert(
    fc.property(particle, particle, (a, b) => {
      const E = energy(a) + energy(b);
      expect(Math.abs(invariantMass([a, b]) - mass(a, b))).toBeLessThan(1e-14 * E);
    }),
  );
});

test("does not depend on the order of the particles", () => {
  fc.assert(
    fc.property(few, (particles) => {
      const E = particles.reduce((sum, p) => sum + energy(p), 0);
      expect(Math.abs(invariantMass(particles.toReversed()) - invariantMass(particles))).toBeLessThan(1e-14 * E);
    }),
  );
});

test("is at least the sum of the masses", () => {
  fc.assert(
    fc.property(few, (particles) => {
      const masses = particles.reduce((sum, p) => sum + p.mass, 0);
      const P = particles.reduce((sum, p) => sum + magnitude(p), 0);
      expect(invariantMass(particles)).toBeGreaterThanOrEqual(masses * (1 - 1e-14) - 1e-14 * P);
    }),
  );
});

test("is 0 for no particle and the mass of one for one", () => {
  expect(invariantMass([])).toBe(0);
  expect(invariantMass([{ pt: 3, eta: 0, phi: 0, mass: 4 }])).toBe(4);
  expect(invariantMass([{ pt: 30, eta: 1, phi: 2 }])).toBeLessThan(1e-14);
  expect(invariantMass([{ pt: 0, eta: 0, phi: 0, mass: 4 }])).toBe(4);
});
