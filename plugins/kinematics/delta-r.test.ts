import fc from "fast-check";
import { expect, test } from "vitest";
import { deltaR } from "./index.ts";

const direction = fc.record({
  eta: fc.double({ min: -5, max: 5, noNaN: true }),
  phi: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
});
const slope = (f: (x: number) => number, x: number, h: number): number => (f(x + h) - f(x - h)) / (2 * h);

// python3 plugins/kinematics/oracle.py
test("agrees with 60 digits across the jump of the azimuth", () => {
  expect(deltaR({ eta: 1.1, phi: 3 }, { eta: -0.4, phi: -3 })).toBeCloseTo(1.5264972709449554, 13);
});

test("does not depend on the order of the directions", () => {
  fc.assert(
    fc.property(direction, direction, (a, b) => {
      expect(deltaR(a, b)).toBeCloseTo(deltaR(b, a), 13);
    }),
  );
});

test("is a distance: a detour is never shorter", () => {
  fc.assert(
    fc.property(direction, direction, direction, (a, b, c) => {
      expect(deltaR(a, c)).toBeLessThanOrEqual(deltaR(a, b) + deltaR(b, c) + 1e-13);
    }),
  );
});

test("is homogeneous of degree zero in the momenta and has slope deta/deltaR in eta", () => {
  const a = { pt: 50, eta: 1.1, phi: 3 };
  const b = { pt: 40, eta: -0.4, phi: -3 };
  const [hard, soft] = [
    { ...a, pt: 150 },
    { ...b, pt: 120 },
  ];
  expect(deltaR(hard, soft)).toBe(deltaR(a, b));
  expect(slope((eta) => deltaR({ ...a, eta }, b), a.eta, 1e-5)).toBeCloseTo((a.eta - b.eta) / deltaR(a, b), 8);
});

test("is 0 with slope 0 at equal directions", () => {
  fc.assert(
    fc.property(direction, (a) => {
      expect(deltaR(a, a)).toBe(0);
      expect(slope((phi) => deltaR({ ...a, phi }, a), a.phi, 2 ** -20)).toBeCloseTo(0, 7);
    }),
  );
});
