import { lambda } from "../../core/index.ts";
import { deltaPhi } from "./delta-phi.ts";
import type { Direction } from "./momentum.ts";
import { root } from "./root.ts";

const scope = { deltaPhi, root };

/**
 * The distance of two directions in pseudorapidity and azimuth.
 * @param a - a direction
 * @param b - the other one
 * @returns sqrt(deta^2 + dphi^2), at least 0; 0 with derivative 0 for equal directions
 * @example
 * deltaR({ eta: 3, phi: 0 }, { eta: 0, phi: 0 }); // 3
 */
export const deltaR = lambda((a: Direction, b: Direction, { deltaPhi, root }: typeof scope): number => {
  const deta = a.eta - b.eta;
  const dphi = deltaPhi(a, b);
  return root(deta * deta + dphi * dphi);
}, scope);
