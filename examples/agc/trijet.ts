import { type List, lambda, stopGradient } from "jagrad/core";
import { invariantMass, px, py } from "jagrad/plugins/kinematics";

/** A jet of a trijet. */
export interface TrijetJet {
  readonly pt: number;
  readonly eta: number;
  readonly phi: number;
  readonly mass: number;
  readonly isTagged: boolean;
}

const scope = { invariantMass, px, py, stopGradient };

/**
 * The mass of three jets, at least one of them b-tagged: of those whose summed momentum has the largest pt, of the first
 * of them where several have it.
 * @param jets - at least three
 * @returns mass [GeV]; missing where no three jets hold a b-tagged one
 */
export const trijetMass = lambda(
  (jets: List<TrijetJet>, { invariantMass, px, py, stopGradient }: typeof scope): number =>
    jets
      .flatMap((a, i) =>
        jets.flatMap((b, j) =>
          jets
            .filter((c, k) => i < j && j < k && (a.isTagged || b.isTagged || c.isTagged))
            .map((c) => ({
              order: stopGradient(Math.hypot(px(a) + px(b) + px(c), py(a) + py(b) + py(c))),
              mass: invariantMass([a, b, c]),
            })),
        ),
      )
      .toSorted((p, q) => q.order - p.order)[0].mass,
  scope,
);
