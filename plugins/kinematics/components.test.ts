import fc from "fast-check";
import { expect, test } from "vitest";
import { energy, lightConeMinus, lightConePlus, magnitude, px, py, pz } from "./index.ts";

const momentum = fc.record({
  pt: fc.double({ min: 0.1, max: 1e3, noNaN: true }),
  eta: fc.double({ min: -5, max: 5, noNaN: true }),
  phi: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
  mass: fc.double({ min: 0, max: 200, noNaN: true }),
});

test("the components of a momentum have its length and its transverse part", () => {
  fc.assert(
    fc.property(momentum, (p) => {
      expect(Math.hypot(px(p), py(p)) / p.pt).toBeCloseTo(1, 12);
      expect(Math.hypot(px(p), py(p), pz(p)) / magnitude(p)).toBeCloseTo(1, 12);
    }),
  );
});

test("the light-cone components of a particle have the product m^2", () => {
  fc.assert(
    fc.property(momentum, (p) => {
      expect(lightConeMinus(p) * lightConePlus(p)).toBeCloseTo(p.mass ** 2, 9);
      const difference = energy(p) - magnitude(p);
      expect(Math.abs(lightConeMinus(p) - difference)).toBeLessThan(1e-15 * energy(p));
    }),
  );
});

test("the energy agrees with 60 digits", () => {
  expect(energy({ pt: 45.2, eta: 1.1, phi: 0.3, mass: 0.105658 })).toBeCloseTo(75.41711264526826, 12);
});

test("a particle without a mass is massless", () => {
  expect(energy({ pt: 30, eta: 0, phi: 0 })).toBe(30);
  expect(lightConeMinus({ pt: 30, eta: 0, phi: 0 })).toBe(0);
  expect(lightConePlus({ pt: 30, eta: 0, phi: 0 })).toBe(60);
});

test("components point along their axes", () => {
  expect(px({ pt: 30, phi: 0 })).toBe(30);
  expect(py({ pt: 30, phi: Math.PI / 2 })).toBe(30);
  expect(pz({ pt: 30, eta: Math.asinh(2) })).toBeCloseTo(60, 12);
});
