import { definePlugin } from "../../core/index.ts";
import { diagnose } from "./diagnose.ts";

export type { Comparison, Verdict } from "./comparison.ts";
export { type DiagnoseOptions, type Diagnosis, diagnose } from "./diagnose.ts";
export type { Diagnosed } from "./diagnosed.ts";
export type { Figure, Regions } from "./figure.ts";
export type { Region } from "./region.ts";

export const plugin = definePlugin({
  name: "diagnose",
  about: "predicted changes beside those of the hard analysis",
  operators: { diagnose },
});
