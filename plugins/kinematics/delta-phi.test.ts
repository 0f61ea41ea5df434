import fc from "fast-check";
import { expect, test } from "vitest";
import { deltaPhi } from "./index.ts";

const angle = fc.double({ min: -100, max: 100, noNaN: true });
const between = (a: number, b: number): number => deltaPhi({ phi: a }, { phi: b });

// python3 plugins/kinematics/oracle.py
test.each([
  [3, -3, -0.28318530717958645],
  [1, 40, -1.3008881569224811],
])("agrees with 60 digits for %d and %d", (a, b, expected) => {
  expect(between(a, b)).toBeCloseTo(expected, 13);
});

test("lies in [-pi, pi) and differs from the plain difference by whole turns", () => {
  fc.assert(
    fc.property(angle, angle, (a, b) => {
      const d = between(a, b);
      expect(d).toBeGreaterThanOrEqual(-Math.PI - 1e-13);
      expect(d).toBeLessThan(Math.PI + 1e-13);
      expect(Math.sin((a - b - d) / 2)).toBeCloseTo(0, 12);
      expect(Math.cos(a - b - d)).toBeCloseTo(1, 12);
    }),
  );
});

test("is exactly in [-pi, pi) for angles of one turn, and the plain difference where that lies there", () => {
  const turn = fc.double({ min: -Math.PI, max: Math.PI, noNaN: true });
  fc.assert(
    fc.property(turn, turn, (a, b) => {
      const d = between(a, b);
      expect(d >= -Math.PI && d < Math.PI).toBe(true);
      if (a - b >= -Math.PI && a - b < Math.PI) expect(d).toBe(a - b);
    }),
  );
});

test("is exact at its ends and at equal angles", () => {
  expect(between(Math.PI, 0)).toBe(-Math.PI);
  expect(between(-Math.PI, 0)).toBe(-Math.PI);
  expect(between(0, Math.PI)).toBe(-Math.PI);
  fc.assert(fc.property(angle, (a) => between(a, a) === 0));
});

test("is odd, except at -pi", () => {
  fc.assert(
    fc.property(angle, angle, (a, b) => {
      fc.pre(Math.abs(between(a, b)) < Math.PI - 1e-9);
      expect(between(a, b)).toBeCloseTo(-between(b, a), 13);
    }),
  );
});

test("rises with slope one on both sides of the jump", () => {
  const h = 2 ** -20;
  const slope = (a: number, b: number): number => (between(a + h, b) - between(a - h, b)) / (2 * h);
  expect(slope(3.1, -0.04)).toBeCloseTo(1, 8);
  expect(slope(3.1, -0.05)).toBeCloseTo(1, 8);
});

test("passes NaN on", () => {
  expect(between(Number.NaN, 1)).toBeNaN();
});
