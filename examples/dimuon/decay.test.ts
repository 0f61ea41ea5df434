import { mass } from "jagrad/plugins/kinematics";
import { describe, expect, it } from "vitest";
import { decay } from "./decay.ts";
import { randomFrom } from "./random.ts";

describe("a decay", () => {
  const random = randomFrom(7);
  const decays = Array.from({ length: 200 }, () => {
    const parent = { mass: 20 + 100 * random.uniform(), pt: random.exponential(30), rapidity: random.normal() };
    return { parent, muons: decay(parent, 2 * random.uniform() - 1, random) };
  });

  it("keeps the mass of its parent", () => {
    for (const { parent, muons } of decays) expect(mass(...muons)).toBeCloseTo(parent.mass, 9);
  });

  it("keeps the transverse momentum of its parent", () => {
    for (const { parent, muons } of decays) {
      const x = muons.reduce((sum, { pt, phi }) => sum + pt * Math.cos(phi), 0);
      const y = muons.reduce((sum, { pt, phi }) => sum + pt * Math.sin(phi), 0);
      expect(Math.hypot(x, y)).toBeCloseTo(parent.pt, 9);
    }
  });

  it("gives muons of opposite charge", () => {
    for (const { muons } of decays) expect(muons.map(({ charge }) => charge)).toEqual([-1, 1]);
  });
});
