import { hardLane } from "../backends/index.ts";
import { harden } from "../transforms/index.ts";
import { type Flavour, outputsOf } from "./compiled.ts";
import { valuesBy } from "./unread.ts";

/** The exact meaning: what JavaScript computes event by event. */
export const hardFlavour: Flavour = {
  name: "hard",
  compile: (pipeline) => {
    const { b, fills } = pipeline;
    const outputs = fills.flatMap((fill) => outputsOf(harden(b, fill)));
    return { value: valuesBy(b, outputs, hardLane), treatments: [], gradients: undefined };
  },
};
