export { fused } from "./fused.ts";
export { joinedBranches } from "./joined-branches.ts";
export { writtenOut } from "./written-out.ts";
