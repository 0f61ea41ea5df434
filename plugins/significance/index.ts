import { definePlugin } from "../../core/index.ts";
import { domains, finiteAt } from "./domains.ts";
import { asimov, asimovWithUncertainty, devianceRatio, onOff } from "./formulas.ts";
import { significance } from "./significance.ts";

export { asimov, asimovWithUncertainty, devianceRatio, onOff } from "./formulas.ts";
export { type SignificanceOptions, significance, type Yields } from "./significance.ts";

export const plugin = /* @__PURE__ */ definePlugin({
  name: "significance",
  about: "expected discovery significance, with and without uncertainty of the background",
  functions: { asimov, asimovWithUncertainty, devianceRatio, onOff },
  operators: { significance },
  domains,
  finiteAt,
});
