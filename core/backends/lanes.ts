import { interpreterLane } from "./interpreter-lane.ts";
import { jsLane } from "./js-lane.ts";
import type { Lane } from "./lane.ts";
import { wasmLane } from "./wasm/index.ts";

/** The back ends by name. */
export const lanes = {
  wasm: wasmLane,
  javascript: jsLane,
  interpreter: interpreterLane,
} as const satisfies Readonly<Record<string, Lane>>;

export type LaneName = keyof typeof lanes;

/** The one that runs what is relaxed or derived: arithmetic for every element, which goes by vectors. */
export const smoothLane: LaneName = "wasm";

/** The one that runs hard results: conditions leave most of an event out, and the numbers are those of JavaScript. */
export const hardLane: LaneName = "javascript";

/** The one that workers can take a part of. */
export const workersLane: LaneName = "wasm";
