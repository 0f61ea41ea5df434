export { fused } from "./fused.ts";
export { writtenOut } from "./written-out.ts";
