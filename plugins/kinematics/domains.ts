import { listOf, type Members, real, recordOf } from "../../core/index.ts";

const direction: Members = { eta: real(-3, 3), phi: real(-3, 3) };
const transverse = /* @__PURE__ */ recordOf({ pt: real(0.5, 200), phi: real(-3, 3) });
const massless: Members = { pt: real(0.5, 200), ...direction };

const of = (members: Members) => {
  const momentum = recordOf(members);
  return {
    deltaPhi: [recordOf({ phi: real(-6, 6) }), recordOf({ phi: real(-6, 6) })],
    deltaR: [recordOf(direction), recordOf(direction)],
    energy: [momentum],
    invariantMass: [listOf(momentum, 1, 4)],
    lightConeMinus: [momentum],
    lightConePlus: [momentum],
    magnitude: [recordOf({ pt: real(0.5, 200), eta: real(-3, 3) })],
    mass: [momentum, momentum],
    opening: [momentum, momentum],
    px: [transverse],
    py: [transverse],
    pz: [recordOf({ pt: real(0.5, 200), eta: real(-3, 3) })],
    root: [real(0.1, 100)],
    transverseMass: [transverse, transverse],
  };
};

/** Where the formulas are checked: momenta of a detector [GeV, rad], with masses. */
export const domains = /* @__PURE__ */ of({ ...massless, mass: real(0.1, 100) });

/** The same for momenta that state no mass. */
export const masslessDomains = /* @__PURE__ */ of(massless);

const jet = { pt: 50, eta: 0.7, phi: 1 };
const parallel = { ...jet, pt: 40 };

/** Where values and derivatives are finite although a part of the formula is singular. */
export const finiteAt = {
  deltaR: [[jet, parallel]],
  energy: [[{ pt: 0, eta: 0, phi: 0 }]],
  invariantMass: [[[]], [[jet]], [[jet, parallel]], [[{ ...jet, mass: 4 }]]],
  lightConeMinus: [[jet], [{ ...jet, mass: 0 }]],
  mass: [
    [jet, parallel],
    [
      { ...jet, mass: 0 },
      { ...parallel, mass: 0 },
    ],
  ],
  root: [[0]],
  transverseMass: [
    [jet, parallel],
    [{ ...jet, pt: 0 }, parallel],
  ],
};
