import { nuisance } from "jagrad/core";

/** What shifts momenta of jets, and the luminosity. */
export const nuisances = {
  "jet energy scale": nuisance("jet energy scale", 1, { sigma: 0.03 }),
  "jet energy resolution": nuisance("jet energy resolution", 0, { sigma: 0.05 }),
  luminosity: nuisance("luminosity", 1, { sigma: 0.03 }),
};

/** b-tag weights: that of the k-th selected jet, in the order of the file. */
export const tagNames = ["b-tag 0", "b-tag 1", "b-tag 2", "b-tag 3"] as const;

/** The relative change of the weight of an event for each GeV of that jet. */
export const tagSlope = 0.075 / 50;

export const wScaleName = "W+jets scale";

/** The relative change of the weight of an event of W+jets. */
export const wScaleChange = 0.025;

/** Weights that are varied. */
export const weightNames = [...tagNames, wScaleName] as const;

export type SystematicName = keyof typeof nuisances | (typeof weightNames)[number];

export const systematicNames = [...Object.keys(nuisances), ...weightNames] as readonly SystematicName[];
