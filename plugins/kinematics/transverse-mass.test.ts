import fc from "fast-check";
import { expect, test } from "vitest";
import { mass, transverseMass } from "./index.ts";

const transverse = fc.record({
  pt: fc.double({ min: 0.5, max: 500, noNaN: true }),
  phi: fc.double({ min: -Math.PI, max: Math.PI, noNaN: true }),
});
const slope = (f: (x: number) => number, x: number, h: number): number => (f(x + h) - f(x - h)) / (2 * h);

// python3 plugins/kinematics/oracle.py
test("agrees with 60 digits, also for nearly parallel momenta", () => {
  const a = { pt: 45.2, phi: 0.3 };
  expect(transverseMass(a, { pt: 38.7, phi: 2.9 })).toBeCloseTo(80.59955437771474, 12);
  const parallel = transverseMass({ ...a, phi: 0 }, { pt: 38.7, phi: 2 ** -30 });
  expect(parallel / 3.895155769104536e-8).toBeCloseTo(1, 13);
});

test("is the mass of two massless particles at equal pseudorapidity, in either order", () => {
  fc.assert(
    fc.property(transverse, transverse, (a, met) => {
      const flat = mass({ ...a, eta: 1.5 }, { ...met, eta: 1.5 });
      expect(transverseMass(a, met)).toBeCloseTo(flat, 9);
      expect(transverseMass(met, a)).toBe(transverseMass(a, met));
    }),
  );
});

test("is homogeneous of degree one in both momenta and of one half in each", () => {
  const a = { pt: 45.2, phi: 0.3 };
  const met = { pt: 38.7, phi: 2.9 };
  const m = transverseMass(a, met);
  const both = (s: number): number => transverseMass({ ...a, pt: s * a.pt }, { ...met, pt: s * met.pt });
  expect(slope(both, 1, 1e-5) / m).toBeCloseTo(1, 9);
  expect(slope((s) => transverseMass({ ...a, pt: s * a.pt }, met), 1, 1e-5) / m).toBeCloseTo(0.5, 9);
});

test("is 0 with slope 0 at equal azimuth", () => {
  const met = { pt: 38.7, phi: 0.3 };
  expect(transverseMass({ pt: 45.2, phi: 0.3 }, met)).toBe(0);
  expect(slope((phi) => transverseMass({ pt: 45.2, phi }, met), 0.3, 2 ** -20)).toBeCloseTo(0, 7);
});
