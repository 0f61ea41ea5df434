import { definePlugin, listOf, real, recordOf } from "jagrad/core";
import { breitWigner } from "./breit-wigner.ts";
import { isotropic } from "./isotropic.ts";
import { sphericity } from "./sphericity.ts";

export { breitWigner } from "./breit-wigner.ts";
export { isotropic } from "./isotropic.ts";
export { type Momenta, sphericity, type Transverse } from "./sphericity.ts";

const jet = { pt: 40, phi: 0.5 };

export const plugin = definePlugin({
  name: "event-shapes",
  about: "transverse sphericity, a cut on it, and a line shape",
  functions: { breitWigner, sphericity },
  operators: { isotropic: isotropic.hard },
  domains: { sphericity: [listOf(recordOf({ pt: real(1, 200), phi: real(-3, 3) }), 1, 5)] },
  finiteAt: { sphericity: [[[]], [[jet]], [[{ ...jet, pt: 0 }]]] },
});
