import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { randomFrom } from "../dimuon/random.ts";
import { decayed, type FourVector, fourVector } from "./four-vector.ts";
import { simulated } from "./simulated.ts";

const massOf = ({ px, py, pz, e }: FourVector): number => Math.sqrt(Math.max(0, e * e - px * px - py * py - pz * pz));

describe("a decay", () => {
  it("keeps momentum and energy, and gives the masses", () => {
    const masses = fc.tuple(
      fc.double({ min: 100, max: 500, noNaN: true }),
      fc.double({ min: 1, max: 30, noNaN: true }),
    );
    const place = fc.tuple(fc.double({ min: 0, max: 200, noNaN: true }), fc.double({ min: -2, max: 2, noNaN: true }));
    fc.assert(
      fc.property(masses, place, fc.nat(), ([mass, own], [pt, rapidity], seed) => {
        const parent = fourVector(mass, pt, 1, rapidity);
        const [a, b] = decayed(parent, [mass, own, 2 * own - 1], randomFrom(seed));
        for (const name of ["px", "py", "pz", "e"] as const)
          expect(Math.abs(a[name] + b[name] - parent[name])).toBeLessThan(1e-9 * parent.e);
        expect(massOf(parent)).toBeCloseTo(mass, 6);
        expect(massOf(a)).toBeCloseTo(own, 3);
        expect(massOf(b)).toBeCloseTo(2 * own - 1, 3);
      }),
    );
  });
});

describe("simulated events", () => {
  const made = (process: "ttbar" | "wjets") => {
    const random = randomFrom(3);
    return Array.from({ length: 2000 }, (_, k) => simulated(process, k, random));
  };

  it("have jets above 15 GeV, the hardest first", () => {
    for (const { Jet } of made("ttbar")) {
      const pts = Jet.map(({ pt }) => pt);
      expect(Math.min(...pts, Infinity)).toBeGreaterThan(15);
      expect(pts).toEqual(pts.toSorted((a, b) => b - a));
    }
  });

  it("have a lepton of each flavour from one W boson in nine", () => {
    const count = made("ttbar").reduce((n, { Electron, Muon }) => n + Electron.length + Muon.length, 0);
    const [mean, p] = [2000 * 2 * (2 / 9), 2 / 9];
    expect(Math.abs(count - mean)).toBeLessThan(5 * Math.sqrt(4000 * p * (1 - p)));
    expect(made("wjets").every(({ Electron, Muon }) => Electron.length + Muon.length === 1)).toBe(true);
  });

  it("are the same for the same seed", () => {
    expect(made("wjets")).toEqual(made("wjets"));
  });
});
