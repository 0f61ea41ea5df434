export { fused } from "./fused.ts";
export { joinedBranches } from "./joined-branches.ts";
export { pruned } from "./prune.ts";
export { rewritten } from "./rewritten.ts";
export { withSharedLoops } from "./shared-loops.ts";
export { writtenOut } from "./written-out.ts";
