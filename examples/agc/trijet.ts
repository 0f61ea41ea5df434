import { argmax, combinations, type List, lambda, stopGradient } from "jagrad/core";
import { invariantMass, px, py } from "jagrad/plugins/kinematics";

/** A jet of a trijet. */
export interface TrijetJet {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly mass: number;
  readonly isTagged: boolean;
}

const scope = { argmax, combinations, invariantMass, px, py, stopGradient };

/**
 * The mass of three jets, at least one of them b-tagged: of those whose summed momentum has the largest pt, of the first
 * of them where several have it. Which three they are does not move with a parameter, as it does not under a common
 * factor on all momenta.
 * @returns mass [GeV]; missing where no three jets hold a b-tagged one
 */
export const trijetMass = lambda(
  (jets: List<TrijetJet>, { argmax, combinations, invariantMass, px, py, stopGradient }: typeof scope): number => {
    const trijets = combinations(jets, 3).filter(([a, b, c]) => a.isTagged || b.isTagged || c.isTagged);
    const pts = trijets.map(([a, b, c]) => Math.hypot(px(a) + px(b) + px(c), py(a) + py(b) + py(c)));
    return invariantMass(trijets.at(argmax(pts.map((pt) => stopGradient(pt)))));
  },
  scope,
);
