import type { Stage } from "./batch.ts";

/** Adds a stage to pending ones: the same array for the same stages, so that what is compiled for them is found again. */
export const extending = (stage: Stage): ((stages: readonly Stage[]) => readonly Stage[]) => {
  const known = new WeakMap<readonly Stage[], readonly Stage[]>();
  return (stages) => {
    const extended = known.get(stages) ?? [...stages, stage];
    known.set(stages, extended);
    return extended;
  };
};
