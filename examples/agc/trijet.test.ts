import { describe, expect, it } from "vitest";
import { type TrijetJet, trijetMass } from "./trijet.ts";

/** Arrays have all that the lambda asks of a list, but for members that need no check. */
const massOf = (jets: readonly TrijetJet[]): number => trijetMass(jets as never);

const at = (phi: number, isTagged = true, pt = 50): TrijetJet => ({ pt, eta: 0, phi, mass: 0, isTagged });

describe("the trijet mass", () => {
  it("of three massless jets, one turn apart by thirds, is the sum of their energies", () => {
    expect(massOf([at(0), at((2 * Math.PI) / 3), at((4 * Math.PI) / 3)])).toBeCloseTo(150, 9);
  });

  it("is that of the three with the largest pt", () => {
    const three = [at(0), at(0.1), at(0.2)];
    expect(massOf([at(3), ...three])).toBeCloseTo(massOf(three), 9);
  });

  it("is that of the largest pt among those with a b-tagged jet", () => {
    const light = [at(0, false), at(0.1, false), at(0.2, false)];
    expect(massOf([...light, at(3, true, 30)])).toBeCloseTo(
      massOf([at(0.1, false), at(0.2, false), at(3, true, 30)]),
      9,
    );
  });

  it("is that of the first three where several have the largest pt", () => {
    const [a, b] = [at(0), at(0.1)];
    const [light, heavy] = [at(0.2, true, 31), { ...at(0.2, true, 31), mass: 40 }];
    expect(massOf([a, b, at(3), light, heavy])).toBeCloseTo(massOf([a, b, light]), 9);
    expect(massOf([a, b, at(3), heavy, light])).toBeCloseTo(massOf([a, b, heavy]), 9);
    expect(massOf([a, b, heavy])).toBeGreaterThan(massOf([a, b, light]) + 1);
  });
});
