import { hardLane } from "../backends/index.ts";
import { harden, plan } from "../transforms/index.ts";
import { type Flavour, outputsOf } from "./compiled.ts";
import { runner } from "./runner.ts";

/** The exact meaning: what JavaScript computes event by event. */
export const hardFlavour: Flavour = {
  name: "hard",
  compile: (pipeline) => {
    const { b, fills } = pipeline;
    const outputs = fills.flatMap((fill) => outputsOf(harden(b, fill)));
    return { value: runner(plan(b.program(outputs)), hardLane), treatments: [], gradients: undefined };
  },
};
