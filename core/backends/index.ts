export { digitize } from "./digitize.ts";
export { type Environment, type Rows, type Supply, scalar } from "./environment.ts";
export { interpret, interpretSmall, type Machine, machineOf, outputOf } from "./interpret.ts";
export { interpreterLane } from "./interpreter-lane.ts";
export { jsLane } from "./js-lane.ts";
export { writeJs } from "./js-source.ts";
export type { Kernel, Lane } from "./lane.ts";
export { slotBehind } from "./physical.ts";
export { type KeptEvents, keptEvents, type WeighedRows } from "./shape-columns.ts";
