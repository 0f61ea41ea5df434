import { definePlugin } from "../../core/index.ts";
import { asimov, asimovWithUncertainty, onOff } from "./formulas.ts";
import { significance } from "./significance.ts";

export { asimov, asimovWithUncertainty, onOff } from "./formulas.ts";
export { type SignificanceOptions, significance, type Yields } from "./significance.ts";

export const plugin = definePlugin({
  name: "significance",
  about: "expected discovery significance, with and without uncertainty of the background",
  functions: { asimov, asimovWithUncertainty, onOff },
  operators: { significance },
});
