export { interpreted, type Probe } from "./interpret.ts";
export { prepare } from "./prepare.ts";
export { pruned } from "./prune.ts";
export { withSharedLoops } from "./shared-loops.ts";
export type { Procedure, Value } from "./values.ts";
