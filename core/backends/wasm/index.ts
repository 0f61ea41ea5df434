export { type Width, widest } from "./features.ts";
export { wasmLane, wasmLaneOf } from "./wasm-lane.ts";
