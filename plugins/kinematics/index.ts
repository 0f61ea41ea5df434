import { definePlugin } from "../../core/index.ts";
import { deltaPhi } from "./delta-phi.ts";
import { deltaR } from "./delta-r.ts";
import { domains, finiteAt } from "./domains.ts";
import { energy } from "./energy.ts";
import { invariantMass } from "./invariant-mass.ts";
import { lightConeMinus } from "./light-cone-minus.ts";
import { lightConePlus } from "./light-cone-plus.ts";
import { magnitude } from "./magnitude.ts";
import { mass } from "./mass.ts";
import { opening } from "./opening.ts";
import { px } from "./px.ts";
import { py } from "./py.ts";
import { pz } from "./pz.ts";
import { root } from "./root.ts";
import { transverseMass } from "./transverse-mass.ts";

export { deltaPhi } from "./delta-phi.ts";
export { deltaR } from "./delta-r.ts";
export { energy } from "./energy.ts";
export { invariantMass } from "./invariant-mass.ts";
export { lightConeMinus } from "./light-cone-minus.ts";
export { lightConePlus } from "./light-cone-plus.ts";
export { magnitude } from "./magnitude.ts";
export { mass } from "./mass.ts";
export type { Direction, Momenta, Momentum, TransverseMomentum } from "./momentum.ts";
export { opening } from "./opening.ts";
export { px } from "./px.ts";
export { py } from "./py.ts";
export { pz } from "./pz.ts";
export { root } from "./root.ts";
export { transverseMass } from "./transverse-mass.ts";

export const plugin = /* @__PURE__ */ definePlugin({
  name: "kinematics",
  about: "masses, angles and components of momenta in pt, eta, phi and mass",
  functions: {
    deltaPhi,
    deltaR,
    energy,
    invariantMass,
    lightConeMinus,
    lightConePlus,
    magnitude,
    mass,
    opening,
    px,
    py,
    pz,
    root,
    transverseMass,
  },
  domains,
  finiteAt,
});
