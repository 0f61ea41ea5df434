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

/** The quickest one. */
export const defaultLane: LaneName = "wasm";

/** The one that workers can take a part of. */
export const workersLane: LaneName = "wasm";
